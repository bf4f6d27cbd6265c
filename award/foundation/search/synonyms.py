"""Different words for the same thing, from `seeds/synonyms.txt`.

A text gets the concept of every phrase in it, as a term beside its words; a question swaps a
phrase for its concept. Phrases are met while indexing, so the index needs no positions, and
"care home" is not "home care".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from award.foundation.search.tokens import LONGEST, Token, tokens

FILE = Path(__file__).resolve().parents[3] / "seeds" / "synonyms.txt"
MARK = "~"
"""What a concept's term starts with; no word does."""

Phrase = tuple[str, ...]


class Synonyms(NamedTuple):
    """Concepts of phrases: of those that a text may hold, and of those that a question swaps.
    `longest` has for each first word how long its phrases can be, `words` all words as written."""

    in_texts: Mapping[Phrase, tuple[str, ...]]
    in_questions: Mapping[Phrase, tuple[str, ...]]
    longest: Mapping[str, int]
    words: Sequence[str]


class SynonymsError(Exception):
    """A line that means nothing."""


@cache
def synonyms() -> Synonyms:
    return read(FILE.read_text(encoding="utf-8").splitlines())


def read(lines: Iterable[str]) -> Synonyms:
    """`a, b` find each other; with `a, b > c` asking for c finds a and b too, not the reverse."""
    texts: dict[Phrase, list[str]] = {}
    questions: dict[Phrase, list[str]] = {}
    taken: dict[str, str] = {}
    words: set[str] = set()
    for line in lines:
        said = line.partition("#")[0].strip()
        if not said:
            continue
        words.update(token.word for token in tokens(said) if not token.joined)
        left, narrower, right = said.partition(">")
        wider = [_phrase(part, said) for part in right.split(",")] if narrower else []
        narrow = [_phrase(part, said) for part in left.split(",")]
        asked = wider or narrow
        if len(narrow) + len(wider) < 2 or len(wider) > 1:
            raise SynonymsError(f"synonyms: {said!r} needs two or more, and one after >")
        concept = (MARK + (">" if wider else "") + " ".join(asked[0]))[:LONGEST]
        if concept in taken:
            raise SynonymsError(f"synonyms: {said!r} and {taken[concept]!r} are one concept")
        taken[concept] = said
        for phrase in {*narrow, *wider}:
            texts.setdefault(phrase, []).append(concept)
        for phrase in set(asked):
            questions.setdefault(phrase, []).append(concept)
    longest: dict[str, int] = {}
    for phrase in texts:
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return Synonyms(
        {phrase: tuple(found) for phrase, found in texts.items()},
        {phrase: tuple(found) for phrase, found in questions.items()},
        longest,
        sorted(words),
    )


def _phrase(text: str, line: str) -> Phrase:
    found = tuple(token.term for token in tokens(text) if not token.joined)
    if not found:
        raise SynonymsError(f"synonyms: {line!r} has an empty phrase")
    return found


def concepts(found: Sequence[Token]) -> Iterator[Token]:
    """The concepts of every phrase in a text, as tokens where the phrase stands."""
    known = synonyms()
    words = [token for token in found if not token.joined]
    for start in [at for at, word in enumerate(words) if word.term in known.longest]:
        for phrase, end in phrases_at(words, start):
            for concept in known.in_texts.get(phrase, ()):
                yield Token("", concept, words[start].start, words[end - 1].end, joined=True)
    for token in found:
        if token.joined:
            for concept in known.in_texts.get((token.term,), ()):
                yield Token("", concept, token.start, token.end, joined=True)


def phrases_at(words: Sequence[Token], start: int) -> list[tuple[Phrase, int]]:
    """(phrase, end) for every run of words from `start` on that could be a phrase; none goes
    across the end of a sentence."""
    run: list[str] = []
    found: list[tuple[Phrase, int]] = []
    longest = synonyms().longest.get(words[start].term, 0)
    for end in range(start, min(start + longest, len(words))):
        if end > start and words[end].fresh:
            break
        run.append(words[end].term)
        found.append((tuple(run), end + 1))
    return found
