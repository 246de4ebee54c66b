"""The session's papers by number, merged; in memory or read lazily from their file."""
