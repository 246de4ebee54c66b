"""Indexing files too large for memory: in processes beside the reader, kept in the cache."""
