"""Searches that are followed, by their link, and what is new in them."""
