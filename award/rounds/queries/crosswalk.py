"""A round's questions beside other frameworks, as lists for staff."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from award.foundation.columns import Column, Kind
from award.foundation.folding import holds, name_key
from award.foundation.policy import Actor
from award.foundation.tables import Filter, ListView, Page, View, page_of
from award.rounds.models import Round
from award.rounds.queries.question_sets import questions_of
from award.rounds.queries.rounds import managed_round
from award.rounds.rules import crosswalk
from award.rounds.rules.crosswalk import Covered, Crossing, Framework
from award.rounds.rules.questions import Question
from award.rounds.seeds import CROSSWALK, read

BARE = "bare"


@cache
def frameworks(path: Path = CROSSWALK) -> tuple[Framework, ...]:
    """Those that came with this release."""
    return crosswalk.parse(read(path))


def _named() -> dict[str, str]:
    return {one.key: one.short for one in frameworks()}


def crosswalk_of(actor: Actor, reference: str) -> ListView[Crossing] | None:
    """Each question of the round with this reference."""
    round_ = managed_round(actor, reference)
    return crosswalk_list(round_) if round_ else None


def crosswalk_list(round_: Round) -> ListView[Crossing]:
    """Each question of a round, with what of each framework it asks about."""
    titles = {one.key: one.title for one in round_.criteria}
    beside_any = crosswalk.stands_beside(questions_of(round_))

    def rows(_actor: Actor, view: View[Crossing]) -> Page[Crossing]:
        found = crosswalk.crossings(questions_of(round_), frameworks())
        beside = view.one("beside")
        return page_of(
            [
                one
                for one in found
                if (not view.q or _says(one.question, view.q))
                and (not beside or (one.bare if beside == BARE else one.named[beside]))
            ],
            view,
        )

    return ListView(
        "crosswalk",
        "Questions beside other frameworks",
        (
            Column("place", "Number", lambda one: one.place, Kind.REFERENCE),
            Column("question", "Question", lambda one: one.question.label, stays=True,
                   names_row=True, shows=lambda one: one.question.short),
            Column("section", "Section", lambda one: one.section, usual=False),
            Column("phases", "Phases", lambda one: ", ".join(map(str, one.question.phases))),
            Column("criteria", "Read for", lambda one: _read_for(one, titles)),
            Column("unscored", "Why not scored", lambda one: one.question.unscored, usual=False),
            *(_framework(one) for one in frameworks() if beside_any),
        ),
        rows=rows,
        permission="crosswalk.view",
        thing=round_,
        one="question",
        search="Words of a question",
        filters=(
            Filter("beside", "Beside", lambda: {**_named(), BARE: "Nothing: a gap"},
                   none=lambda value: "Every question stands beside something."
                   if value == BARE else "No question asks about anything of it."),
        ) if beside_any else (),
        download="round.list",
    )  # fmt: skip


def _says(question: Question, words: str) -> bool:
    return holds(words, name_key(question.label), name_key(question.short))


def _read_for(one: Crossing, titles: dict[str, str]) -> str:
    fed = [titles[key] for key in one.question.feeds if key in titles]
    return "; ".join(fed) or "Not scored"


def _framework(framework: Framework) -> Column[Crossing]:
    """In a file each code with its words; the page has a key below."""
    key = framework.key
    return Column(
        key,
        framework.short,
        lambda one: "; ".join(f"{told.code}: {told.says}" for told in one.named[key]),
        shows=lambda one: ", ".join(told.code for told in one.named[key]),
    )


def references_of(actor: Actor, reference: str) -> ListView[Covered] | None:
    """What the frameworks ask about, beside the questions of the round with this reference."""
    round_ = managed_round(actor, reference)
    return references_list(round_) if round_ else None


def references_list(round_: Round) -> ListView[Covered]:
    """Everything that a framework asks about, with the round's questions that ask the same."""
    beside_any = crosswalk.stands_beside(questions_of(round_))
    nobody = "Nobody asks: a gap" if beside_any else "Not known: nobody has looked"

    def rows(_actor: Actor, view: View[Covered]) -> Page[Covered]:
        found = crosswalk.covered(questions_of(round_), frameworks())
        framework, asked = view.one("framework"), view.one("asked")
        return page_of(
            [
                one
                for one in found
                if framework in ("", one.framework.key)
                and (not asked or bool(one.asked) == (asked == "yes"))
            ],
            view,
        )

    return ListView(
        "references",
        "What other frameworks ask about",
        (
            Column("framework", "Framework", lambda one: one.framework.short),
            Column("code", "Code", lambda one: one.reference.code, Kind.REFERENCE),
            Column("says", "About", lambda one: one.reference.says, stays=True, names_row=True),
            Column("count", "Questions", lambda one: len(one.asked) if beside_any else None,
                   Kind.INTEGER),
            Column("asked", "Asked by", lambda one: _asked_by(one) or nobody),
        ),
        rows=rows,
        permission="crosswalk.view",
        thing=round_,
        one="reference",
        filters=(
            Filter("framework", "Framework", _named),
            *((_ASKED,) if beside_any else ()),
        ),
        download="round.list",
    )  # fmt: skip


_ASKED: Final = Filter(
    "asked", "Asked about", lambda: {"yes": "By some question", "no": "By none"},
    none=lambda value: "Every reference is asked about by some question."
    if value == "no" else "No reference is asked about.",
)  # fmt: skip


def _asked_by(one: Covered) -> str:
    return "; ".join(
        f"{place} {question.short}" for place, question in zip(one.places, one.asked, strict=True)
    )
