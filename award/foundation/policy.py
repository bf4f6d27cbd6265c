"""Who may do what: small predicates joined with `& | ~`, one table of named permissions.

A chapter's `rules/permissions.py` lists its permissions, and its `CHAPTER` names the list:

    lead = predicate(lambda actor, application: application.lead_id == actor.user_id, "lead")
    PERMISSIONS = (
        Permission("application.submit", lead & draft, "Submit the application"),
    )

`can(actor, "application.submit", thing)` is the only question anyone asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from award.foundation.registers import Register


class Role(StrEnum):
    """Roles of an account. What someone is to one application is not a role."""

    APPLICANT = "applicant"
    ASSESSOR = "assessor"
    STAFF = "staff"
    PUBLISHER = "publisher"
    AUDITOR = "auditor"
    ADMIN = "admin"


SECOND_FACTOR_ROLES = frozenset(
    {Role.ASSESSOR, Role.STAFF, Role.PUBLISHER, Role.AUDITOR, Role.ADMIN}
)


@dataclass(frozen=True)
class Actor:
    """The person (or the system) on whose behalf something is asked or done."""

    user_id: int | None
    name: str
    email: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    holds: frozenset[str] = frozenset()
    """References of what they came to by a link that is its owner’s, in this browser."""
    marks: frozenset[str] = field(default=frozenset(), compare=False)
    """What chapters know of them beside (`marks`), for the header. Permissions ask the thing."""

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.is_system

    @property
    def is_system(self) -> bool:
        """By value: one that comes from another process is another object."""
        return self == SYSTEM

    def has(self, role: Role) -> bool:
        return role in self.roles


ANONYMOUS = Actor(user_id=None, name="Visitor")
SYSTEM = Actor(user_id=None, name="The service")


@dataclass(frozen=True)
class Predicate:
    """A named yes-or-no question about an actor and a thing (None where there is no thing)."""

    test: Callable[[Actor, Any], bool]
    name: str

    def __call__(self, actor: Actor, thing: Any = None) -> bool:
        return self.test(actor, thing)

    def __and__(self, other: Predicate) -> Predicate:
        return Predicate(lambda a, t: self(a, t) and other(a, t), f"({self.name} and {other.name})")

    def __or__(self, other: Predicate) -> Predicate:
        return Predicate(lambda a, t: self(a, t) or other(a, t), f"({self.name} or {other.name})")

    def __invert__(self) -> Predicate:
        return Predicate(lambda a, t: not self(a, t), f"not {self.name}")


def predicate(test: Callable[[Actor, Any], bool], name: str) -> Predicate:
    return Predicate(test, name)


def has_role(*roles: Role) -> Predicate:
    """Does the actor hold at least one of these roles?"""
    wanted = frozenset(roles)
    return Predicate(lambda actor, _: bool(wanted & actor.roles), "/".join(r.value for r in roles))


anyone = Predicate(lambda _actor, _thing: True, "anyone")
nobody = Predicate(lambda _actor, _thing: False, "nobody")
system = Predicate(lambda actor, _thing: actor.is_system, "the service")
signed_in = Predicate(lambda actor, _thing: actor.user_id is not None, "signed in")
# An administrator looks after accounts and reads nobody's application; a person may hold both.
staff = has_role(Role.STAFF)
admin = has_role(Role.ADMIN)
publisher = has_role(Role.PUBLISHER, Role.STAFF)
auditor = has_role(Role.AUDITOR)
assessor = has_role(Role.ASSESSOR)
reads_everything = has_role(Role.STAFF, Role.AUDITOR)


@dataclass(frozen=True)
class Permission:
    """One line of the permission table.

    `apart`: a person of the programme has it about other people's applications only, never about
    one that they lead, that is of an organisation of theirs, or that they have a conflict of
    interest with. Services ask (`foundation/acts.py`), and lists leave such applications out.
    """

    name: str
    rule: Predicate
    says: str
    apart: bool = False


PERMISSIONS: Register[Permission] = Register("permission")


def permissions() -> dict[str, Permission]:
    """The whole table, by name, in order of name."""
    return dict(sorted(PERMISSIONS.all().items()))


def can(actor: Actor, name: str, thing: Any = None) -> bool:
    """May `actor` do `name` to `thing`? An unknown name is a KeyError, not a no."""
    return PERMISSIONS.all()[name].rule(actor, thing)
