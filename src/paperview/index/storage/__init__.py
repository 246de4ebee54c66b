"""The inverted index and its parts: segments, postings, term dictionary."""
