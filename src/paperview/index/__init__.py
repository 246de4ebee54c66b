"""The search: an inverted index, the query language, matching, scoring and results."""
