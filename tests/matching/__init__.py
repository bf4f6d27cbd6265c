"""Automatic assignment."""
