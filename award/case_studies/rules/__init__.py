"""Rules of the case studies: states, permissions, vocabulary, what is copied, what is missing."""

from award.case_studies.rules import machine, permissions

__all__ = ["machine", "permissions"]
