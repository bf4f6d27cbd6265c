"""What a job can be about: a kind is one value, which its chapter brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.registers import Register

A = TypeVar("A")


@dataclass(frozen=True)
class Sofar:
    """How far a job is: `done` of `total`, and what came of it, as JSON. With `ended` no step is
    left."""

    done: int = 0
    total: int = 0
    result: Mapping[str, Any] = field(default_factory=dict)
    ended: bool = False


@dataclass(frozen=True)
class Way:
    """Where a job's page leads on to."""

    text: str
    endpoint: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class JobKind(Generic[A]):
    """One kind of job.

    `run` is one step, in a transaction of its own: it gives how far the job is then, and is called
    again until that has `ended`. What it raises is undone with it; Refused ends the job with the
    reason. `stopped` is called once, in the last transaction of a job that was cancelled or
    refused part-way, for what has to follow what was done; it gives how far that is then. `says`
    tells the result in sentences, `leads_to` where to go on. `passing` names arguments that nobody
    needs once a job is over, such as words that somebody typed: they are emptied then. With `long`
    whatever else waits for the worker is done after each step. `leaves` says what there is of a job
    that was stopped part-way.
    """

    key: str
    arguments: type[A]
    permission: str
    run: Callable[[A, Sofar, Actor], Sofar]
    says: Callable[[A, Mapping[str, Any]], Sequence[str]]
    leads_to: Callable[[A], Way]
    stopped: Callable[[A, Sofar, Actor], Sofar] | None = None
    passing: frozenset[str] = frozenset()
    long: bool = False
    leaves: str = "What is done stays done"

    def stored(self, arguments: A) -> dict[str, Any]:
        if not isinstance(arguments, self.arguments):
            raise TypeError(f"{self.key} takes {self.arguments.__name__}")
        stored: dict[str, Any] = asdict(arguments)  # type: ignore[call-overload]
        return stored

    def read(self, stored: Mapping[str, Any]) -> A:
        """Refused for what an older or newer version of the service asked for."""
        try:
            return TypeAdapter(self.arguments).validate_python(dict(stored))
        except ValidationError:
            words = "The service has changed since this was asked for. Ask for it again."
            raise Refused(words, rule="job.arguments") from None


def left_of(key: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Of the arguments of a job that is over, those that stay."""
    kind = KINDS.all().get(key)
    passing = kind.passing if kind else frozenset()
    return {name: type(value)() if name in passing else value for name, value in stored.items()}


KINDS: Register[JobKind[Any]] = Register("kind of job")
"""By key."""
