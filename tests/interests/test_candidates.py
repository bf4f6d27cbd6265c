"""Whoever has a tie is found among many, whatever the tie rests on."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from award.interests.rules.conflicts import Reason, tie, ties
from award.interests.rules.declared import InterestKind
from award.interests.rules.names import words_of
from award.interests.rules.parties import Applied, Assesses, Body, Interest

NAMES = (
    "Bramble Care Ltd",
    "The Bramble Care",
    "Tern",
    "Tern Sensors CIC",
    "Tern (Night)",
    "Gull",
    "Ltd",
)
PEOPLE = ("Ada Marsh", "Dr Ada Marsh", "Ada Lane", "Kit", "Lin Mae Ford", "Mae Ford")
NUMBERS = (("company_number", "01234567"), ("charity_number", "1234567"), ("ods_code", "VN1"))
EMAILS = ("ada@bramble.co.uk", "lin@bramble.co.uk", "kit@tern.org.uk", "ash@gmail.com")
THEN = (datetime(2016, 1, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC))

ids = st.integers(1, 4)
numbers = st.frozensets(st.sampled_from(NUMBERS), max_size=1)
bodies = st.builds(
    Body,
    st.sampled_from(NAMES),
    numbers,
    st.none() | ids,
    st.sampled_from(("", "https://bramble.co.uk")),
    numbers,
    st.lists(st.sampled_from(NAMES), max_size=1).map(tuple),
)
several = st.lists(bodies, max_size=2).map(tuple)
past = st.dictionaries(ids, st.sampled_from(THEN), max_size=1)
words = st.lists(
    st.sampled_from((*NAMES, *PEOPLE, "Not Ada Marsh of Tern")).map(words_of), max_size=2
)
people = st.lists(
    st.builds(
        Assesses,
        ids,
        st.sampled_from(PEOPLE),
        st.sampled_from(EMAILS),
        several,
        st.lists(st.builds(Interest, st.sampled_from(InterestKind), bodies), max_size=1).map(tuple),
        past,
        past,
    ),
    max_size=4,
    unique_by=lambda one: one.id,
)
applied = st.lists(
    st.builds(
        Applied,
        ids,
        st.frozensets(ids, max_size=1),
        st.frozensets(st.sampled_from(EMAILS), max_size=1),
        several,
        words.map(tuple),
        st.frozensets(st.sampled_from(EMAILS), max_size=1),
        words.map(" | ".join),
        st.none() | st.just(THEN[1]),
    ),
    max_size=3,
    unique_by=lambda one: one.id,
)
_SEEN = set[Reason]()


@given(people, applied)
def _each_is_compared(some: list[Assesses], others: list[Applied]) -> None:
    found = ties(some, others)
    right = {
        (other.id, person.id): between
        for other in others
        for person in some
        if (between := tie(person, other)) is not None
    }
    assert found == right
    assert list(found) == list(right)
    _SEEN.update(one.reason for between in found.values() for one in between.reasons)


def test_ties_are_those_of_each_pair_compared() -> None:
    """Of every reason but what staff decide, which is found elsewhere."""
    _each_is_compared()
    assert set(Reason) - {Reason.DECIDED} == _SEEN
