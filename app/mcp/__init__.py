"""Quorum for assistants: a server of the Model Context Protocol over the same services as the API (extra ``mcp``)."""
