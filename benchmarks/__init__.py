"""Measurements: run with `make bench`; each prints a table."""
