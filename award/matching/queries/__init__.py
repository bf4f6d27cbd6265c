"""Reads of drafts, and of what a draft is made of."""
