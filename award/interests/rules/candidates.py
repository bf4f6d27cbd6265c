"""Who of many could have a tie to an application at all: with a thousand people and fifty thousand
applications nearly no pair has anything in common, and to compare each takes minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise

from award.interests.rules.parties import Applied, Assesses, Body

Mark = tuple[Hashable, ...]
"""Something that a person and an application must share before there can be a reason: its kind
and what it is."""


class Candidates:
    """These people, to be found by what they share with an application."""

    def __init__(self, people: Iterable[Assesses]) -> None:
        self.people = list(people)
        self._places: dict[Mark, set[int]] = defaultdict(set)
        for place, person in enumerate(self.people):
            for mark in _of_person(person):
                self._places[mark].add(place)

    def of(self, application: Applied) -> list[Assesses]:
        """All who have a tie to it, and some who have none, in the order given."""
        places = set[int]()
        for mark in _of_application(application):
            places |= self._places.get(mark, frozenset())
        return [self.people[place] for place in sorted(places)]


def _of_person(person: Assesses) -> Iterator[Mark]:
    yield "person", person.id
    yield "email", person.email
    yield "domain", person.domain
    yield from (("person", one) for one in person.past_people)
    yield from (("record", one) for one in person.past_bodies)
    yield _begins(person.key)
    for body in person.all_bodies:
        yield from _of_body(body)
        yield from map(_begins, body.keys)


def _of_application(application: Applied) -> Iterator[Mark]:
    yield from (("person", one) for one in application.people)
    yield from (("email", one) for one in application.named_emails)
    yield from (("domain", one) for one in application.domains | application.named_domains)
    yield from (("name", one) for one in application.named_keys)
    for body in application.bodies:
        yield from _of_body(body)
    for text in (application.named_text, application.excluded):
        words = text.split()
        yield from (("words", word) for word in words)
        yield from (("words", *pair) for pair in pairwise(words))


def _of_body(body: Body) -> Iterator[Mark]:
    if body.id is not None:
        yield "record", body.id
    yield from (("number", one) for one in body.numbers | body.guessed)
    yield from (("name", one) for one in body.keys | body.whole_keys)


def _begins(words: str) -> Mark:
    """The first two of some words: first names alone are shared by too many."""
    return "words", *words.split()[:2]
