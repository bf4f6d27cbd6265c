"""Leaving scores out of a mean, agreeing a score, talking about an application."""
