"""Questions that a tenant has saved, what has changed in their answers, and feeds of both."""
