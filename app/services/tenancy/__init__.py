"""Who may do what: tenants and their keys, the log of what they did, and what belongs to them alone."""
