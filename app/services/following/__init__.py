"""Verdicts that somebody follows: how one is kept, in what the next differs from it, and why."""
