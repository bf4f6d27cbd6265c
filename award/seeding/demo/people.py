"""Accounts of the demonstration: one for each role, the panel of assessors, the leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_security import hash_password

from award.accounts.models import User
from award.accounts.rules.passwords import PUBLISHED
from award.accounts.services.people import create_user
from award.assessment.rules.profiles import ProfileValues
from award.assessment.services.profiles import save_profile
from award.foundation import clock
from award.foundation.policy import SYSTEM, Actor, Role
from award.seeding.demo import files
from award.seeding.demo.timeline import Timeline

PASSWORD = PUBLISHED
_CALLED = {"staff2": "second of staff", "assessor7": "lived experience", "chair": "chair"}
_SHOWN = {"applicant", "assessor", "staff", "publisher", "auditor", "admin", *_CALLED}
ACCOUNTS = [
    (_CALLED.get(person["key"], person["roles"][0]), person["email"])
    for person in files.people()
    if person["key"] in _SHOWN
]
PROFILE = (
    "panel", "expertise", "settings", "beneficiaries", "capabilities", "most", "evening", "formats",
)  # fmt: skip
DAYS_AGO = 400


@dataclass
class Cast:
    """Who is who. `users` by the key in the files, or by email address for leads."""

    users: dict[str, User] = field(default_factory=dict)
    roles: dict[str, frozenset[Role]] = field(default_factory=dict)
    """Of each as the account was opened: a row that is read afresh has none loaded."""
    password_hash: str | None = None

    def actor(self, key: str) -> Actor:
        user = self.users[key]
        return Actor(
            user_id=user.id,
            name=user.name,
            email=user.email,
            roles=self.roles[key],
        )

    def lead(self, data: dict[str, Any]) -> str:
        """The key of an application's lead, with an account opened for a new one."""
        if "key" in data:
            return str(data["key"])
        email = str(data["email"])
        if email not in self.users:
            self._open(email, str(data["name"]), email, [Role.APPLICANT])
        return email

    def _open(self, key: str, name: str, email: str, roles: list[Role]) -> User:
        user = create_user(email=email, name=name, roles=roles, actor=SYSTEM)
        # One hash for all: Argon2 is slow on purpose and the password is the same.
        self.password_hash = self.password_hash or hash_password(PASSWORD)
        user.password = self.password_hash
        self.users[key], self.roles[key] = user, frozenset(roles)
        return user


def seed(timeline: Timeline) -> Cast:
    """Open the accounts of `people.toml`."""
    cast = Cast()
    with clock.at(timeline.day(-DAYS_AGO)):
        for person in files.people():
            roles = [Role(role) for role in person["roles"]]
            user = cast._open(person["key"], person["name"], person["email"], roles)
            if "panel" in person:
                known = {name: person[name] for name in PROFILE if name in person}
                save_profile(user, ProfileValues(**known), actor=SYSTEM)
    return cast
