"""Two people, or two windows of one person, at the same thing.

A page remembers a short mark of every value it was drawn with. When it comes back, a value whose
mark still fits what was typed was left alone, whatever somebody else has done to it meanwhile; and
a page that only asks to confirm acts on what it showed, or asks again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from award.foundation.differences import Sides, compared
from award.foundation.digests import canonical_json, plain
from award.foundation.errors import StaleVersion

Marks = Mapping[str, str]
NAMED = 6
EACH: Final = 5_000
"""Of so many values a page remembers each, in some 200 kB."""
ALL: Final = "*"
TOLD: Final = 30
"""As many changes as a page says before and after of; of more it says where they are."""


def mark(value: Any) -> str:
    """Twelve characters that tell two values apart; nothing, however it is stored, has one mark."""
    bare = value.replace("\r\n", "\n").strip() if isinstance(value, str) else plain(value)
    text = canonical_json(None if bare in ("", [], {}) else bare)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


NOTHING = mark(None)


def marks_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The mark of every value."""
    return {key: mark(value) for key, value in values.items()}


def read_marks(text: Any) -> dict[str, str]:
    """Marks that came back in a hidden input; what makes no sense is no mark."""
    try:
        found = json.loads(text or "{}")
    except (TypeError, ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def marks_shown(values: Mapping[str, Any]) -> dict[str, str]:
    """What a page remembers that acts on what it shows: the mark of every value, and of more than
    `EACH` one of all."""
    return marks_of(values if len(values) <= EACH else {ALL: plain(values)})


@dataclass(frozen=True)
class Merged:
    """`mine`: what to store. `clashes`: values that both changed, to different ones. `theirs`:
    values that only somebody else changed, which stay as they are."""

    mine: dict[str, Any] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


def merged(base: Marks, stored: Mapping[str, Any], typed: Mapping[str, Any]) -> Merged:
    """Sort `typed` by who changed what since `base`; a value without a mark counts as changed, and
    what isn't `stored` as nothing."""
    found = Merged()
    for key, value in typed.items():
        was, wanted, now = base.get(key), mark(value), mark(stored.get(key))
        if wanted == now:
            continue
        if wanted == was:
            found.theirs.append(key)
        elif now == was:
            found.mine[key] = value
        else:
            found.clashes.append(key)
    return found


class Changed(StaleVersion):
    """What a page showed, and was about to act on, is not what there is now."""


def differing(shown: Marks, now: Mapping[str, Any]) -> list[str]:
    """Keys of what a page showed otherwise than it is `now`, or that stand on one side alone."""
    marks = marks_shown(now)
    return [key for key in {**marks, **shown} if marks.get(key) != shown.get(key)]


def still_as_shown(
    shown: Marks | None,
    now: Mapping[str, Any],
    called: Mapping[str, str] | None = None,
    what: str = "This",
) -> None:
    """Raises Changed, and says what, unless the page showed what there is `now`. `called` has the
    words for what has a name of its own. `shown` is None where no page was shown at all."""
    if shown is None:
        return
    keys = differing(shown, now)
    if not keys:
        return
    names = list(dict.fromkeys(words for key in keys if (words := (called or {}).get(key))))
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    told = f": {', '.join([*names[:NAMED], *more])}" if names and shown else ""
    raise Changed(
        f"{what} has changed since you opened the page{told}. Nothing was done. Look at it as it "
        "is now, then confirm again."
    )


@dataclass(frozen=True)
class Telling:
    """How a page says what has changed on it: what each thing is `called`, in the order of the
    page, a value of it in `words`, and what was there earlier, by the marks that it had."""

    called: Mapping[str, str]
    words: Callable[[str, Any], str]
    earlier: Callable[[Marks], Mapping[str, Any]]
    gone: Mapping[str, str] = field(default_factory=dict)
    """What became of that which isn't there any more, where it is known."""

    def said_now(self, key: str, now: Mapping[str, Any]) -> str:
        if key not in now and key in self.gone:
            return self.gone[key]
        return self.words(key, now.get(key))


@dataclass(frozen=True)
class Change:
    """What a page showed, and what there is `now`, in words. `before` is None where it is not
    known any more."""

    title: str
    before: str | None
    now: str

    @property
    def sides(self) -> Sides:
        return compared(self.before or "", self.now)


@dataclass(frozen=True)
class Changes:
    """What is not as a page showed it: the first of them in words, `more` by name alone."""

    told: Sequence[Change] = ()
    more: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.told)


def changes(shown: Marks, now: Mapping[str, Any], telling: Telling) -> Changes:
    """Of that which has a name."""
    if not shown or ALL in shown:
        return Changes()
    marks = marks_of(now)
    every = [k for k in telling.called if shown.get(k, NOTHING) != marks.get(k, NOTHING)]
    keys = every[:TOLD]
    given = {key: shown[key] for key in keys if shown.get(key, NOTHING) != NOTHING}
    earlier = {key: None for key in keys if key not in given} | dict(telling.earlier(given))
    return Changes(
        [
            Change(
                telling.called[key],
                telling.words(key, earlier[key]) if key in earlier else None,
                telling.said_now(key, now),
            )
            for key in keys
        ],
        [telling.called[key] for key in every[TOLD:]],
    )
