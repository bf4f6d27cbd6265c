"""Searches of the collection that somebody follows by email, with or without an account."""
