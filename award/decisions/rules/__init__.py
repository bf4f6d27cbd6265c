"""Deciding and releasing: states, who may, ranking, the panel sheet's columns."""

from __future__ import annotations

from award.decisions.rules import permissions, states

__all__ = ["permissions", "states"]
