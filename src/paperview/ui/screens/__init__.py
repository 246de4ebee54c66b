"""Screens: they hold the state and join the widgets."""
