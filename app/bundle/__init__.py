"""The data that comes with the program: facts of a stated day, compiled by the project, to work on first start."""
