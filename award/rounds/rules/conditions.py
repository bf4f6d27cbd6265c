"""When a question is asked: a closed form of conditions on earlier answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Condition(Protocol):
    """`holds` answers for a mapping of question key to answer."""

    def holds(self, answers: Mapping[str, Any]) -> bool: ...

    def questions(self) -> set[str]: ...


@dataclass(frozen=True)
class Includes:
    """The answer is one of `values`; an answer of several choices includes at least one."""

    question: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        answer = answers.get(self.question)
        given = answer if isinstance(answer, list) else [answer]
        return any(value in self.values for value in given)

    def questions(self) -> set[str]:
        return {self.question}


@dataclass(frozen=True)
class Answered:
    question: str
    wanted: bool

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return (answers.get(self.question) not in (None, "", [])) is self.wanted

    def questions(self) -> set[str]:
        return {self.question}


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return all(part.holds(answers) for part in self.parts)

    def questions(self) -> set[str]:
        return set().union(*(part.questions() for part in self.parts))


@dataclass(frozen=True)
class Any_:
    parts: tuple[Condition, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return any(part.holds(answers) for part in self.parts)

    def questions(self) -> set[str]:
        return set().union(*(part.questions() for part in self.parts))


@dataclass(frozen=True)
class Not:
    part: Condition

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return not self.part.holds(answers)

    def questions(self) -> set[str]:
        return self.part.questions()


def parse(data: Mapping[str, Any]) -> Condition:
    """Read `{question, equals}`, `{question, in}`, `{question, answered}`, `{all}`, `{any}`
    or `{not}`; anything else is a ValueError."""
    match dict(data):
        case {"question": str(key), "equals": str(value), **rest} if not rest:
            return Includes(key, (value,))
        case {"question": str(key), "in": list(values), **rest} if not rest and values:
            return Includes(key, tuple(str(value) for value in values))
        case {"question": str(key), "answered": bool(wanted), **rest} if not rest:
            return Answered(key, wanted)
        case {"all": list(parts), **rest} if not rest and parts:
            return All(tuple(parse(part) for part in parts))
        case {"any": list(parts), **rest} if not rest and parts:
            return Any_(tuple(parse(part) for part in parts))
        case {"not": dict(part), **rest} if not rest:
            return Not(parse(part))
    raise ValueError(f"not a condition: {data!r}")
