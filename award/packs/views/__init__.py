"""Asking for a pack, and the page where one’s own wait."""
