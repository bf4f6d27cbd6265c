"""When a question is asked: a closed form of conditions on earlier answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Condition(Protocol):
    """`holds` answers for a mapping of question key to answer."""

    def holds(self, answers: Mapping[str, Any]) -> bool: ...

    def questions(self) -> set[str]: ...

    def values(self) -> set[tuple[str, str]]:
        """Pairs of question and answer that the condition speaks of."""
        ...


def is_blank(answer: Any) -> bool:
    """Nothing, an empty text or list, an unticked box. Zero is an answer."""
    if isinstance(answer, str):
        return not answer.strip()
    return answer is None or answer is False or answer == []


@dataclass(frozen=True)
class Includes:
    """The answer is one of `any_of`; an answer of several choices includes at least one."""

    question: str
    any_of: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        answer = answers.get(self.question)
        given = answer if isinstance(answer, list) else [answer]
        return any(value in self.any_of for value in given)

    def questions(self) -> set[str]:
        return {self.question}

    def values(self) -> set[tuple[str, str]]:
        return {(self.question, value) for value in self.any_of}


@dataclass(frozen=True)
class Answered:
    question: str
    wanted: bool

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return is_blank(answers.get(self.question)) is not self.wanted

    def questions(self) -> set[str]:
        return {self.question}

    def values(self) -> set[tuple[str, str]]:
        return set()


@dataclass(frozen=True)
class Share:
    """A column of a table is less than `below` per cent of all that its figures come to; of
    nothing at all no share is small, nor of what can't be added up yet. `added` are the columns
    that are."""

    question: str
    column: str
    below: int
    added: tuple[str, ...] = ()

    def holds(self, answers: Mapping[str, Any]) -> bool:
        rows = answers.get(self.question) or []
        cells = [row[key] for row in rows for key in self.added if key in row]
        if not all(isinstance(cell, int) and cell >= 0 for cell in cells):
            return False
        part, whole = sum(int(row.get(self.column, 0)) for row in rows), sum(map(int, cells))
        return whole > 0 and part * 100 < self.below * whole

    def questions(self) -> set[str]:
        return {self.question}

    def values(self) -> set[tuple[str, str]]:
        return {(self.question, self.column)}


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return all(part.holds(answers) for part in self.parts)

    def questions(self) -> set[str]:
        return set().union(*(part.questions() for part in self.parts))

    def values(self) -> set[tuple[str, str]]:
        return set().union(*(part.values() for part in self.parts))


@dataclass(frozen=True)
class Any_:
    parts: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return any(part.holds(answers) for part in self.parts)

    def questions(self) -> set[str]:
        return set().union(*(part.questions() for part in self.parts))

    def values(self) -> set[tuple[str, str]]:
        return set().union(*(part.values() for part in self.parts))


@dataclass(frozen=True)
class Not:
    part: Condition

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return not self.part.holds(answers)

    def questions(self) -> set[str]:
        return self.part.questions()

    def values(self) -> set[tuple[str, str]]:
        return self.part.values()


def parse(data: Mapping[str, Any], added: Mapping[str, tuple[str, ...]] | None = None) -> Condition:
    """Read `{question, equals}`, `{question, in}`, `{question, answered}`, `{question, share,
    below}`, `{all}`, `{any}` or `{not}`; anything else is a ValueError. `added` has the columns
    that are added up, by the question of each table."""
    match dict(data):
        case {"question": str(key), "equals": str(value), **rest} if not rest:
            return Includes(key, (value,))
        case {"question": str(key), "in": list(values), **rest} if not rest and values:
            return Includes(key, tuple(str(value) for value in values))
        case {"question": str(key), "answered": bool(wanted), **rest} if not rest:
            return Answered(key, wanted)
        case {"question": str(key), "share": str(column), "below": int(most), **rest} if not rest:
            return Share(key, column, most, (added or {}).get(key, ()))
        case {"all": list(parts), **rest} if not rest and parts:
            return All(tuple(parse(part, added) for part in parts))
        case {"any": list(parts), **rest} if not rest and parts:
            return Any_(tuple(parse(part, added) for part in parts))
        case {"not": dict(part), **rest} if not rest:
            return Not(parse(part, added))
    raise ValueError(f"not a condition: {data!r}")


def gated(condition: Condition, gates: Mapping[str, Condition]) -> Condition:
    """The condition with answers left out that belong to a question no longer asked.

    `gates` says when each earlier, conditional question is asked. Somebody who answered it and
    then went back and changed their mind leaves an answer behind, which must not count.
    """
    match condition:
        case Includes(question=key) | Answered(question=key) | Share(question=key) if (
            key not in gates
        ):
            return condition
        case Answered(question=key, wanted=False):
            return Not(All((gates[key], Answered(key, True))))
        case Includes(question=key) | Answered(question=key) | Share(question=key):
            return All((gates[key], condition))
        case All(parts=parts):
            return All(tuple(gated(part, gates) for part in parts))
        case Any_(parts=parts):
            return Any_(tuple(gated(part, gates) for part in parts))
        case Not(part=part):
            return Not(gated(part, gates))
    raise TypeError(f"not a condition: {condition!r}")
