"""The check of a consortium: all of it stands in its address, so that it can be shared, printed and gone back from."""
