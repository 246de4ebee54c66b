"""Parsing helpers that belong to no single format: JSON, XML, names, dates, citations."""
