"""From what the sources publish to rows of the catalogue: judged, updated in one transaction, with a history."""
