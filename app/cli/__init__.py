"""The command line. Each command is a small module; what it needs is imported when it runs, so that help is quick."""

from app.cli.commands import main

__all__ = ["main"]
