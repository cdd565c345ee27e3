"""Who may take part: organisations packed as columns, and the guests whom a request names."""
