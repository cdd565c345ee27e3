"""Consortia that a tenant builds: from an idea to an agreement, judged again whenever the world changes."""
