"""What stands between the parts of a text that was laid out."""

BULLET = "- "
CELL = " | "
