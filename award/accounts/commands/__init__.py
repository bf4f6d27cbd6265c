"""Commands about people and about the audit trail."""

from award.accounts.commands.people import users
from award.accounts.commands.trail import group as audit

__all__ = ["audit", "users"]
