"""What is known of an application and of somebody who assesses, to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from award.interests.rules.declared import InterestKind
from award.interests.rules.names import (
    Number,
    domain_of,
    host_of,
    numbers_in,
    organisation_key,
    person_key,
)
from award.interests.seeds import domain_suffixes, shared_domains

Past = Mapping[int, datetime]
"""Ids, with when somebody applied together with each last."""


@dataclass(frozen=True)
class Body:
    """An organisation, as a record here or as somebody wrote it. `guessed`: what a number could be
    that was typed without its kind, where several fit."""

    name: str
    numbers: frozenset[Number] = frozenset()
    id: int | None = None
    website: str = ""
    guessed: frozenset[Number] = frozenset()
    former: tuple[str, ...] = ()
    """Names that its record had."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """Of the name that it has, and of those that it had."""
        return frozenset(filter(None, map(organisation_key, (self.name, *self.former))))

    @cached_property
    def key(self) -> str:
        return organisation_key(self.name)

    @cached_property
    def whole_keys(self) -> frozenset[str]:
        """Of what its names are without what stands in brackets behind them: a council, of one of
        its services. Or a franchise, of one that is another company: what it tells is soft."""
        before = (name.partition("(")[0] for name in (self.name, *self.former) if "(" in name)
        return frozenset(filter(None, map(organisation_key, before)))

    @cached_property
    def domain(self) -> str:
        return _domain(host_of(self.website))

    def may_be(self, other: Body) -> bool:
        """Not the same by name, but a number would fit that may be of another kind."""
        return bool(self.guessed & (other.numbers | other.guessed))

    def may_be_part(self, other: Body) -> bool:
        """Not the same by name, but one has the other's name and more in brackets."""
        return bool(self.keys & other.whole_keys or self.whole_keys & other.keys)

    def is_same_as(self, other: Body) -> bool:
        """By record, by number, or by name where no number says otherwise. Of what is guessed none
        does: nearly every company's number could be a charity's."""
        if self.id is not None and self.id == other.id:
            return True
        if self.numbers & other.numbers:
            return True
        if {kind for kind, _ in self.numbers} & {kind for kind, _ in other.numbers}:
            return False
        return bool(self.keys & other.keys)


def body_of(name: str, number: str) -> Body:
    """An organisation as somebody typed it, with a number of whichever kind."""
    found = numbers_in(number)
    return Body(name, found) if len(found) == 1 else Body(name, guessed=found)


@dataclass(frozen=True)
class Interest:
    """What somebody declared."""

    kind: InterestKind
    body: Body


@dataclass(frozen=True)
class Applied:
    """What is known of an application: its people (ids) and their addresses, the organisations that
    apply, and words of its answers (`names.words_of`)."""

    id: int
    people: frozenset[int]
    emails: frozenset[str]
    bodies: tuple[Body, ...]
    named: tuple[str, ...] = ()
    named_emails: frozenset[str] = frozenset()
    excluded: str = ""
    submitted_at: datetime | None = None

    @cached_property
    def domains(self) -> frozenset[str]:
        return _domains(self.emails)

    @cached_property
    def own_domains(self) -> frozenset[str]:
        """Those of its people's addresses at which an organisation of it has its website: what they
        typed there says nothing by itself."""
        return self.domains & {body.domain for body in self.bodies}

    @cached_property
    def named_domains(self) -> frozenset[str]:
        return _domains(self.named_emails)

    @cached_property
    def named_text(self) -> str:
        return " | ".join(self.named)

    @cached_property
    def named_keys(self) -> frozenset[str]:
        return frozenset(filter(None, map(organisation_key, self.named)))

    @cached_property
    def record_ids(self) -> frozenset[int]:
        return frozenset(body.id for body in self.bodies if body.id is not None)


@dataclass(frozen=True)
class Assesses:
    """What is known of somebody who may assess. `past_people` and `past_bodies`: with whom they
    applied."""

    id: int
    name: str
    email: str
    bodies: tuple[Body, ...] = ()
    interests: tuple[Interest, ...] = ()
    past_people: Past = field(default_factory=dict)
    past_bodies: Past = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        return person_key(self.name)

    @cached_property
    def domain(self) -> str:
        return _domain(self.email)

    @cached_property
    def all_bodies(self) -> tuple[Body, ...]:
        return (*self.bodies, *(one.body for one in self.interests))


def _domains(emails: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(_domain, emails)))


def _domain(email: str) -> str:
    return domain_of(email, shared_domains(), domain_suffixes())
