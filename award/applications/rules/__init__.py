"""Rules of applications: states, permissions, eligibility, progress, what a reader sees."""

from award.applications.rules import machine, permissions

__all__ = ["machine", "permissions"]
