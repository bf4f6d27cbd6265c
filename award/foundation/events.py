"""What the audit trail's events are called for people who read it: each chapter words its own."""

from __future__ import annotations

from typing import Final

from award.foundation.registers import Register

KINDS: Register[str] = Register("kind of thing")
"""What things of a kind (the table's name) are called together."""
VERBS: Register[str] = Register("verb")
"""What was done, by verb (`kind.action`)."""

# Two members of these are two things, not a value before and after.
_LISTS: Final = frozenset({"applications", "copied", "codes"})


def says(verb: str) -> str:
    """The event in words; one that has none yet reads as it is written in the trail."""
    kind, _, action = verb.partition(".")
    return VERBS.all().get(verb) or _plain(action or kind)


def kind_says(kind: str) -> str:
    """What things of this kind are called together."""
    return KINDS.all().get(kind) or _plain(kind)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by: the name of a kind, and its events as (verb, words)."""
    verbs = VERBS.all().items()
    return {
        kind: [(verb, words) for verb, words in verbs if verb.partition(".")[0] == kind]
        for kind in KINDS.all()
    }


def details(changes: dict[str, object]) -> list[tuple[str, str, str | None]]:
    """The evidence as lines: (what, value, None), or (what, before, after) for a change."""
    return [(_plain(key), *_sides(key, value)) for key, value in changes.items()]


def _sides(key: str, value: object) -> tuple[str, str | None]:
    if isinstance(value, list) and len(value) == 2 and key not in _LISTS:
        return _text(value[0]), _text(value[1])
    return _text(value), None


def _text(value: object) -> str:
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, dict) and value.keys() == {"characters", "digest"}:
        return f"text of {value['characters']} characters (fingerprint {value['digest'][:12]})"
    if isinstance(value, dict):
        return "; ".join(f"{_plain(str(key))}: {_text(item)}" for key, item in value.items())
    return str(value)


def _plain(name: str) -> str:
    words = name.replace("_", " ").replace(".", ": ")
    return words[:1].upper() + words[1:]
