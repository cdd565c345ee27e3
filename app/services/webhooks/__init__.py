"""Addresses of a tenant that are told of events, and the queue of what they are told."""
