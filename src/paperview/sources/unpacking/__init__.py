"""Bytes out of files, packed or not."""
