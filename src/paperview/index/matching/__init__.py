"""Matching: which papers a token, a phrase or a name matches, and how well."""
