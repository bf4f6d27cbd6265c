"""Interests of those who assess, and what follows from them: who has a conflict with what."""
