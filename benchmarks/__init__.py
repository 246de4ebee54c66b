"""Benchmarks, run with `make bench`. Each prints a table."""
