"""Automatic assignment: who reads what, worked out as one optimisation and shown as a draft."""
