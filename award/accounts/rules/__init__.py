"""What holds for people and organisations, in plain Python."""

from award.accounts.rules import permissions

__all__ = ["permissions"]
