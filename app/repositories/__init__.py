"""Queries, and nothing else: no decision is taken here, nothing is committed."""
