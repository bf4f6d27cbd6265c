"""Asking for an adjustment, and answering."""
