"""Work that runs outside requests: claimed from the database, done in processes of its own."""
