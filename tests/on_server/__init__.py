"""Runs tests that know of no database but the default one on a server instead (`--database`)."""
