"""JSON lines too large for memory: records that are read from their file when needed."""
