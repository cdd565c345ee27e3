"""What the service can do: pages, API and command line call these functions and nothing below them."""
