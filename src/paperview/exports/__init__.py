"""Writing papers: one module a format."""
