"""Deciding and releasing: states, who may, ranking, the panel sheet's columns."""
