"""Declared interests and conflicts."""
