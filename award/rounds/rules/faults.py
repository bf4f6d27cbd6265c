"""What can be wrong with one question as a file describes it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from award.accounts.rules.registers import REGISTERS
from award.rounds.kinds import ALL_PHASES, RECORDED, Question

MEANINGS = frozenset(
    "title plain_summary amount_requested total_cost duration_months start_on care_settings "
    "beneficiaries team barriers public_summary case_study_consent ai_used".split()
)
PUBLISHABLE = frozenset(
    "title summary problem project how_ai_works data_and_privacy people_involved impact "
    "lessons_and_limits whats_next who_was_involved settings beneficiaries capabilities".split()
)
NUMBERS = frozenset({"amount_requested", "total_cost", "duration_months"})
"""Meanings that are a number: of a table, its total."""
LONGEST_KEY = 60 - len(RECORDED)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TYPES: dict[type, tuple[str, ...]] = {
    str: ("key", "kind", "label", "short", "hint", "why", "good", "unit", "exclusive",
          "criterion", "unscored", "means", "publish_as", "adds_up_to", "row", "empty", "row_total",
          "width", "register"),
    int: ("max_words", "max_chars", "min", "max", "min_choices", "max_choices", "least", "most",
          "max_mb", "max_files"),
    bool: ("required", "identifies", "staff_only", "kept_apart", "ends", "total"),
    list: ("columns", "options", "fixed", "starts_with", "shares", "types", "feeds", "regimes",
           "crosswalk"),
}  # fmt: skip
_NAMES = {str: "text", int: "a whole number", bool: "true or false", list: "a list"}


def unreadable(raw: Mapping[str, Any], known: Collection[str]) -> list[str]:
    """What keeps a question from being read at all: blanks, unknown names, wrong types."""
    missing = [f"needs {name}" for name in ("key", "kind", "label", "short") if name not in raw]
    strange = [f"{name} means nothing here" for name in sorted(set(raw) - set(known))]
    twice = ["criterion is the older word for feeds"] if {"criterion", "feeds"} <= {*raw} else []
    return [*missing, *strange, *twice, *_wrong_types(raw)]


def _wrong_types(raw: Mapping[str, Any]) -> list[str]:
    return [
        f"{name} must be {_NAMES[wanted]}"
        for wanted, names in _TYPES.items()
        for name in names
        if name in raw and type(raw[name]) is not wanted
    ]


def question_faults(question: Question, earlier: Mapping[str, Question]) -> Iterator[str]:
    """All that is wrong with a question of a known kind, after the earlier ones."""
    if question.key in earlier:
        yield "stands twice"
    if not _KEY.fullmatch(question.key):
        yield "a key is lower-case letters, digits and underscores"
    if question.key.endswith(RECORDED):
        yield f"a key that ends with {RECORDED} is that of a recording"
    if question.of_kind.in_own_words and len(question.key) > LONGEST_KEY:
        yield f"the key of a text has at most {LONGEST_KEY} characters: a recording's is longer"
    if not question.label.strip() or not question.short.strip():
        yield "needs a label and a short label"
    yield from _condition_faults(question, earlier)
    if question.means and question.means not in MEANINGS:
        yield f"unknown meaning {question.means}"
    if question.means in NUMBERS and not question.of_kind.counted_in(question):
        yield f"the answer that means {question.means} is a number, or a table with a total"
    yield from _reader_faults(question, earlier)
    yield from _regime_faults(question)
    if question.publish_as and question.publish_as not in PUBLISHABLE:
        yield f"unknown case study field {question.publish_as}"
    if not question.phases or not set(question.phases) <= set(ALL_PHASES):
        yield "phases are 1 to 4"
    if question.columns and not question.of_kind.merges:
        yield "only a table has columns"
    if question.register and question.register not in REGISTERS:
        yield f"register is one of {', '.join(REGISTERS)}"
    yield from _sum_faults(question, earlier)
    yield from question.of_kind.faults(question)


def _reader_faults(question: Question, earlier: Mapping[str, Question]) -> Iterator[str]:
    """Who reads it, and what it is read for."""
    if question.staff_only and (question.feeds or question.publish_as):
        yield "an answer for staff only can't be scored or published"
    if question.kept_apart and (question.feeds or question.publish_as or question.crosswalk):
        yield "an answer that is kept apart can't be scored, published or set against anything"
    if question.kept_apart and (question.types or question.of_kind.promise):
        yield "neither files nor a declaration can be kept apart"
    if (question.means == "ai_used") and not question.kept_apart:
        yield "what AI was used for is kept apart"
    if question.feeds and question.unscored:
        yield "says why it is not scored, and feeds a criterion"
    if len(set(question.feeds)) < len(question.feeds):
        yield "feeds a criterion twice"
    told = question.show_if.questions() if question.show_if and not question.kept_apart else ()
    if any(key in earlier and earlier[key].kept_apart for key in told):
        yield "whether it is asked would tell an answer that is kept apart"


def _regime_faults(question: Question) -> Iterator[str]:
    for option in question.options:
        if option.version and option.version.partition("/")[0] not in question.regimes:
            yield f"option {option.value} is a version of a regime that the question doesn't name"
    if question.ends and not question.of_kind.a_day:
        yield "only a date ends"


def _sum_faults(question: Question, earlier: Mapping[str, Question]) -> Iterator[str]:
    if question.adds_up_to is None:
        return
    total = earlier.get(question.adds_up_to)
    if total is None:
        yield f"adds_up_to needs an earlier question, not {question.adds_up_to}"
    elif not (counted := question.of_kind.counted_in(question)) or (
        counted is not total.of_kind.counted_in(total)
    ):
        yield "adds_up_to needs two numbers or two amounts of money"


def _condition_faults(question: Question, earlier: Mapping[str, Question]) -> Iterator[str]:
    if question.show_if is None:
        return
    unknown = question.show_if.questions() - set(earlier)
    if unknown:
        yield f"show_if needs earlier questions, not {', '.join(sorted(unknown))}"
    for key, value in sorted(question.show_if.values()):
        asked = earlier.get(key)
        if asked is None:
            continue
        if value not in asked.of_kind.offered(asked):
            yield f"show_if: {key} has no answer {value}"
