"""Builders that drive the real services: nothing here goes around a rule."""
