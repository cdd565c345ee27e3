"""Why there is no consortium, and what would mend it."""
