"""Scenarios, and what they are worked out from."""
