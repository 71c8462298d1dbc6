"""A build on disk: its schema, its tables, and small look-ups over them."""
