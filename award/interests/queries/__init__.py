"""Declarations, and conflicts between people and applications."""
