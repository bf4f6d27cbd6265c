"""Ranking, deciding, releasing."""
