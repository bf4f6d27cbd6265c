"""Deciding and releasing: states, who may, ranking, the shortlist's columns."""
