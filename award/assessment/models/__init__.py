"""Assignments, conflicts of interest, sheets and scores."""
