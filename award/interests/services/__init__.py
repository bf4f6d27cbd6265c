"""Declaring interests, deciding about conflicts, and keeping what they come to."""
