"""Writes about what everybody may know: one verb, one function, with an actor."""
