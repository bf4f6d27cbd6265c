"""Kinds of challenge, what may be told of how many named them, and what becomes of one."""
