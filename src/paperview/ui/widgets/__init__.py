"""Widgets: each knows its own business and no other widget."""
