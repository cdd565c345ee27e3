"""The JSON interface: each endpoint reads, calls one service function, and answers."""
