"""Keeping scenarios, what is said of them, and staging what one funds."""
