"""Looking after a service that runs: its figures, its backup."""
