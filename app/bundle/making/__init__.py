"""How the bundled files are compiled from recordings. Not used by the running program."""
