"""Filling the store and the index from sources, step by step."""
