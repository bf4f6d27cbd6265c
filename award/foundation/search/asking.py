"""What was asked, as groups of terms: a thing that has any term of a group has that group.

Everything that is looked up on the way, counts and nearest words, comes from what the asker may
see: `scope` selects the ids of those things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from typing import Any

from sqlalchemy import CompoundSelect, Select, SmallInteger, bindparam, func, or_, select, union_all
from sqlalchemy import literal as value

from award.foundation.db import db
from award.foundation.folding import MOST_WORDS
from award.foundation.many import plain_rows
from award.foundation.search import slips, tables
from award.foundation.search.synonyms import phrases_at, synonyms
from award.foundation.search.tables import Kind
from award.foundation.search.tokens import Token, is_stop_word, term_of, tokens

_OF_A_PHRASE = 4
"""The words of a phrase that was swapped for its concept weigh a quarter of what they would."""
_NO_TERM = ""


def is_known(word: str) -> bool:
    """A word that a list of English or our own of synonyms has, so that it is likely nobody's."""
    return slips.is_english(word) or word in synonyms().words


@dataclass(frozen=True)
class Group:
    """One thing asked for: what was said, and the terms that answer it. `phrase` are the words
    that were swapped for a concept; where they stand as well, that only adds weight."""

    said: str
    terms: tuple[str, ...]
    phrase: tuple[str, ...] = ()

    @property
    def lone(self) -> bool:
        """One word that has no concept."""
        return not self.phrase

    @property
    def beside(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(term_of, self.phrase)))


@dataclass(frozen=True)
class Correction:
    """A word that is in no text, and the one that was looked for instead."""

    said: str
    meant: str


@dataclass(frozen=True)
class Asked:
    """A question that is ready to be put to the index."""

    groups: tuple[Group, ...]
    corrections: tuple[Correction, ...]
    texts: int
    held: Mapping[str, int]

    @property
    def terms(self) -> frozenset[str]:
        """All that may be marked where it stands."""
        return frozenset(
            term for group in self.groups for term in (*group.terms, *group.beside)
            if self.held.get(term)
        )  # fmt: skip

    def weights(self) -> list[tuple[str, int, int]]:
        """(term, group, weight); what only adds weight has a group below zero."""
        rows = []
        for number, group in enumerate(self.groups):
            together = min(self.texts, sum(self.held.get(term, 0) for term in group.terms))
            weight = self._rarity(together)
            rows += [(term, number, weight) for term in group.terms if self.held.get(term)]
            rows += [
                (term, -1 - place - MOST_WORDS * number, self._rarity(n) // _OF_A_PHRASE)
                for place, term in enumerate(group.beside)
                if (n := self.held.get(term, 0))
            ]
        return rows

    def _rarity(self, held: int) -> int:
        return round(100 * log(1 + (self.texts - held + 0.5) / (held + 0.5)))


def groups_of(typed: str) -> list[Group]:
    """The groups of what was typed: the longest phrase that has a concept, else single words; two
    words beside each other also answer to both written together."""
    found = list(tokens(typed))
    words = [token for token in found if not token.joined]
    known = synonyms()
    groups: list[tuple[Group, Token]] = []
    start = 0
    while start < len(words):
        for phrase, end in reversed(phrases_at(words, start)):
            if phrase in known.in_questions:
                run = tuple(word.word for word in words[start:end])
                group = Group(" ".join(run), known.in_questions[phrase], run)
                groups.append((group, words[start]))
                start = end
                break
        else:
            word = words[start]
            groups.append((Group(word.word, (word.term, *_tails(word, found))), word))
            start += 1
    telling = [one for one in groups if not (one[0].lone and is_stop_word(one[0].said))]
    return _written_together(telling or groups)[:MOST_WORDS]


def _tails(word: Token, found: Sequence[Token]) -> list[str]:
    """What follows an apostrophe in the word: `neill` in O’Neill."""
    return [t.term for t in found if t.joined and word.start < t.start and t.end == word.end]


def _written_together(groups: Sequence[tuple[Group, Token]]) -> list[Group]:
    made = [group for group, _word in groups]
    for place in range(len(made) - 1):
        first, second = groups[place][0], groups[place + 1][0]
        if first.lone and second.lone and not groups[place + 1][1].fresh:
            both = term_of(first.said + second.said)
            for one in (place, place + 1):
                made[one] = replace(made[one], terms=(*made[one].terms, both))
    return list({group.said: group for group in made}.values())


def ask(kind: Kind, typed: str, scope: Select[int]) -> Asked:
    """The question with what is known of its words, in a fixed number of statements."""
    groups = groups_of(typed)
    held = _held(kind, _terms(groups), scope)
    groups = [one for group in groups for one in _in_words(group, held)][:MOST_WORDS]
    corrections: list[Correction] = []
    beside = len(groups) > 1
    lost = [
        group.said for group in groups
        if group.lone and not _has(group, held)
        and slips.may_be_a_slip(group.said, beside=beside)
    ]  # fmt: skip
    if lost and held[_NO_TERM]:
        near = _near(kind, lost, beside)
        guesses = {said: _Guess.at(said, words, beside) for said, words in near}
        held |= _held(kind, {term for guess in guesses.values() for term in guess.terms()}, scope)
        meant = [guesses[g.said].settle(g, held) if g.said in guesses else [g] for g in groups]
        corrections = [
            Correction(group.said, new[0].said)
            for group, new in zip(groups, meant, strict=True)
            if len(new) == 1 and new[0].said != group.said
        ]
        groups = [group for new in meant for group in new][:MOST_WORDS]
        lost = [said for said in lost if any(g.said == said and not _has(g, held) for g in groups)]
        if lost and (other := _by_synonym(kind, typed, lost, scope)):
            return replace(other, corrections=(*corrections, *other.corrections))
        if len(corrections) == len(guesses):
            again = _mended(typed, {one.said: one.meant for one in corrections})
            fresh = _terms(again).difference(held)
            held |= _held(kind, fresh, scope) if fresh else {}
            groups = [one for g in again for one in _in_words(g, held)][:MOST_WORDS] or groups
    return Asked(tuple(groups), tuple(corrections), held[_NO_TERM], held)


def _mended(typed: str, meant: Mapping[str, str]) -> list[Group]:
    """What was typed with its slips mended: “care hme” asks for a care home, not for both words."""
    words = [token.word for token in tokens(typed) if not token.joined]
    return groups_of(" ".join(meant.get(word, word) for word in words))


def _has(group: Group, held: Mapping[str, int]) -> bool:
    return any(held.get(term) for term in group.terms)


def _by_synonym(kind: Kind, typed: str, lost: list[str], scope: Select[int]) -> Asked | None:
    """The question with a slip in a phrase put right, when texts say it in other words."""
    near = {said: slips.nearest(said, synonyms().words)[:1] for said in lost}
    meant = {said: found[0][1] for said, found in near.items() if found}
    groups = _mended(typed, meant)
    if all(group.lone for group in groups):
        return None
    held = _held(kind, _terms(groups), scope)
    swapped = {word for group in groups if not group.lone and _has(group, held)
               for word in group.phrase}  # fmt: skip
    told = tuple(Correction(said, new) for said, new in meant.items() if new in swapped)
    whole = tuple(one for group in groups for one in _in_words(group, held))
    return Asked(whole[:MOST_WORDS], told, held[_NO_TERM], held) if told else None


def _in_words(group: Group, held: Mapping[str, int]) -> list[Group]:
    """A phrase whose concept is nowhere is asked for by its words."""
    if group.lone or _has(group, held):
        return [group]
    words = [word for word in group.phrase if not is_stop_word(word)] or list(group.phrase)
    return [Group(word, (term_of(word),)) for word in words]


def _terms(groups: Iterable[Group]) -> set[str]:
    return {term for group in groups for term in (*group.terms, *group.beside)}


def _held(kind: Kind, terms: set[str], scope: Select[int]) -> dict[str, int]:
    """Term -> how many things in scope have it; under no term, how many things there are."""
    return dict(plain_rows(_holding(scope), {"kind": kind.number, "terms": sorted(terms)}))


@lru_cache(maxsize=50)
def _holding(scope: Select[int]) -> CompoundSelect[Any]:
    row, text, kind = tables.posting.c, tables.document.c, bindparam("kind", type_=SmallInteger)
    all_of_them = select(value(_NO_TERM).label("term"), func.count().label("number")).where(
        text.kind == kind, text.subject_id.in_(scope)
    )
    of_terms = (
        select(row.term, func.count())
        .where(
            row.kind == kind,
            row.term.in_(bindparam("terms", expanding=True)),
            row.subject_id.in_(scope),
        )
        .group_by(row.term)
    )
    return union_all(all_of_them, of_terms)


def _near(kind: Kind, lost: list[str], beside: bool) -> Iterator[tuple[str, list[str]]]:
    """(word, words of the texts that it could stand for). One statement for all of them."""
    row = tables.word.c
    wanted = []
    for said in lost:
        most = slips.slips_in(said, beside=beside)
        wanted += [
            row.word.like(f"{said}%"),
            func.length(row.word).between(len(said) - most, len(said) + most),
        ]
    query = select(row.word).where(row.kind == kind.number, or_(*wanted)).order_by(row.word)
    words = list(db.session.scalars(query))
    for said in lost:
        yield said, words


@dataclass(frozen=True)
class _Guess:
    """What a word that is in no text could stand for: the start of words, two words written
    together, or a slip."""

    begun: list[str]
    pairs: list[tuple[str, str]]
    slips: list[tuple[int, str]]

    @classmethod
    def at(cls, said: str, words: list[str], beside: bool) -> _Guess:
        near = slips.nearest(said, words, beside=beside)
        return cls(slips.begun(said, words), slips.pieces(said), near)

    def terms(self) -> Iterator[str]:
        for word in (*self.begun, *(piece for pair in self.pairs for piece in pair)):
            yield term_of(word)
        for _slips, word in self.slips:
            yield from _terms([*groups_of(word), Group(word, (term_of(word),))])

    def settle(self, group: Group, held: Mapping[str, int]) -> list[Group]:
        """The group as it was meant; as it is, when nothing visible is near it."""
        started = tuple(
            dict.fromkeys(term for word in self.begun if held.get(term := term_of(word)))
        )
        if started:
            return [replace(group, terms=started)]
        pairs = [(min(held.get(term_of(one), 0) for one in pair), pair) for pair in self.pairs]
        fewest, pair = max(pairs, default=(0, ("", "")))
        if fewest:
            return [Group(one, (term_of(one),)) for one in pair]
        near = [
            (n, -held[term_of(word)], word) for n, word in self.slips if held.get(term_of(word))
        ]
        if near:
            return [one for new in groups_of(min(near)[2]) for one in _in_words(new, held)]
        return [group]
