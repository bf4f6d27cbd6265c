"""Declaring a draw and drawing lots."""
