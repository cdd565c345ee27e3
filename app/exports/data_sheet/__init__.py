"""The sheet that partners fill in: how it is written, and how it is read back."""
