"""Papers that stay in their file and are read from it when shown."""
