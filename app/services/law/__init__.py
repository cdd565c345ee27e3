"""The rulebook for whoever wants to read it: rules with their sources, countries, cases, and how well it is sourced."""
