"""Draws as people may read them."""
