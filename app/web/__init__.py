"""The pages: HTML made on the server, one more reader of the services beside the API."""
