"""Complaints about data or service, from anyone."""
