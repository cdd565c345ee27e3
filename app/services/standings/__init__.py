"""Every cluster for every call ahead, worked out in one run: what each may be, and what is different from the last."""
