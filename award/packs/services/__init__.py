"""Asking for a pack, making it, letting go of it."""
