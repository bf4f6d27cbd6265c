"""Rounds, question sets, criteria."""
