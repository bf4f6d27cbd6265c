"""What is told of an application as documents, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from award.applications.rules.documents import About
from award.applications.rules.moments import to_the_second
from award.assessment.rules.documents import read_document
from award.decisions.rules.grounds import reason_of
from award.decisions.rules.states import outcomes_of
from award.design.formatters import money, plural, short_datetime
from award.foundation.documents.parts import (
    Document,
    Facts,
    Grid,
    Heading,
    Part,
    Points,
    Words,
)
from award.foundation.marking import OPINION, PERSONAL
from award.moderation.queries.sheets import PanelSheet
from award.moderation.queries.talks import Said
from award.packs.queries.told import Opinions, Told
from award.packs.rules.opinions import Scored, in_full, scores_table
from award.rounds.models import Criterion


def marking_of(*, scores: bool) -> str:
    return OPINION if scores else PERSONAL


def whole_document(told: Told, service: str, *, first_page: int = 0) -> Document:
    """The application, with what assessors said in front of its answers. `first_page`: the number
    that it begins with where it is bound with others."""
    made = read_document(_about(told, service), told.reading, told.submission.content,
                         told.passages)  # fmt: skip
    facts, *answers = made.parts
    said = _opinions(told, told.opinions) if told.opinions else ()
    return replace(
        made,
        made=told.as_of,
        parts=(facts, *said, *answers),
        numbered=str(first_page) if first_page else "",
    )


def opinions_document(told: Told, opinions: Opinions, service: str) -> Document:
    """What assessors said, by itself, with what their panel said about it."""
    about = _about(told, service)
    return Document(
        title=f"What assessors said of {told.item.reference}",
        caption=told.item.round.title,
        about=f"{told.item.reference}: what assessors said",
        made=told.as_of,
        parts=(
            Facts(about.facts, "About this application"),
            *_opinions(told, opinions),
            *_remarks(opinions.remarks),
        ),
        mark=about.mark,
        service=service,
    )


def record_document(told: Told, service: str) -> Document:
    """What was decided, and what happened to it."""
    return Document(
        title=f"What became of {told.item.reference}",
        caption=told.item.round.title,
        about=f"{told.item.reference}: what became of it",
        made=told.as_of,
        parts=(*_decision(told), Heading("What happened"), _trail(told)),
        mark=OPINION,
        service=service,
    )


def _about(told: Told, service: str) -> About:
    item = told.item
    return About(
        item.reference, item.application.title, item.round.title, item.application.phase,
        told.as_of, service,
        facts=(
            ("Reference", item.reference),
            ("Received", to_the_second(told.submission.received_at)),
        ),
        mark=marking_of(scores=told.opinions is not None),
    )  # fmt: skip


def _opinions(told: Told, opinions: Opinions) -> Iterator[Part]:
    round_, summary = told.item.round, told.item.summary
    yield Heading("What assessors said")
    if not (opinions.deciding or opinions.beside):
        yield Words("No sheet is in yet.", "plain")
        return
    mean = summary.mean_pct if summary else None
    facts = [("Mean", "None counts" if mean is None else f"{mean:.1f}%"),
             ("Sheets", plural(len(opinions.deciding), "sheet"))]  # fmt: skip
    if (standing := opinions.standing) is not None:
        facts.append(("Score agreed", f"{standing.score.pct:.1f}%"))
    if (fixed := _fixed_before(opinions)) is not None:
        facts.append(("Fixed before others read", fixed))
    if opinions.why:
        facts.append(("Worth talking about", ". ".join(opinions.why)))
    yield Facts(tuple(facts), "In short")
    for title, criteria, sheets in (
        ("Scores", round_.criteria, opinions.deciding),
        ("Scores on the lived-experience panel’s own criteria", round_.lived_criteria,
         opinions.beside),
    ):  # fmt: skip
        scored = [_scored(one, criteria, opinions) for one in sheets]
        if scored:
            means = [(one.title, one.weight, opinions.means.get(one.key)) for one in criteria]
            yield Heading(title, 3)
            yield scores_table(title, means, scored)
        for one in scored:
            yield from in_full(one)
    yield from _decided(opinions)


def _fixed_before(opinions: Opinions) -> str | None:
    """Whether each sheet was as it is before anybody could read another; None where it isn't kept
    of all."""
    every = [opinions.fixed.get(one.assignment.id) for one in _every(opinions)]
    fixed = [one for one in every if one is not None]
    if len(fixed) < len(every):
        return None
    shown = min((one.shown_at for one in fixed if one.shown_at), default=None)
    if shown is None:
        return "Yes: no assessor can read another’s sheet yet"
    if all(one.fixed_at <= shown for one in fixed):
        return f"Yes: all were, before any was shown on {to_the_second(shown)}"
    late = [one.alias for one in fixed if not one.apart]
    if late:
        return f"No: submitted after its author could read another’s: {', '.join(sorted(late))}"
    return "Yes: each was, before its own author could read another’s"


def _every(opinions: Opinions) -> Sequence[PanelSheet]:
    return (*opinions.deciding, *opinions.beside)


def _fixity(sheet: PanelSheet, opinions: Opinions) -> tuple[tuple[str, str], ...]:
    fixed = opinions.fixed.get(sheet.assignment.id)
    if fixed is None:
        return ()
    again = f", submission {fixed.number}" if fixed.number > 1 else ""
    return (
        ("Fixed", f"{to_the_second(fixed.fixed_at)}{again}"),
        ("Others can read it since",
         to_the_second(fixed.shown_at) if fixed.shown_at else "Not yet"),
        ("Fingerprint (SHA-256)", fixed.sha256),
    )  # fmt: skip


def _scored(sheet: PanelSheet, criteria: Sequence[Criterion], opinions: Opinions) -> Scored:
    return Scored(
        who=sheet.who,
        letter=sheet.letter,
        total_pct=sheet.total_pct,
        counted_pct=sheet.counts_for(criteria),
        facts=(
            ("Panel", "Lived experience" if sheet.lived else "Professional"),
            ("In scope", "Yes" if sheet.in_scope else "No"),
            ("Recommends it", "Yes" if sheet.recommend else "No"),
            *_fixity(sheet, opinions),
        ),
        scores={
            one.title: (sheet.scores[one.key].value, sheet.scores[one.key].justification)
            for one in criteria
            if one.key in sheet.scores
        },
        out=frozenset(one.title for one in criteria if sheet.is_out(one.key)),
        comments=(
            ("For the applicant", sheet.for_applicant),
            ("For the programme team", sheet.for_programme or ""),
        ),
    )


def _decided(opinions: Opinions) -> Iterator[Part]:
    standing = opinions.standing
    if standing is not None:
        yield Heading("What the panel agreed", 3)
        yield Words(f"{standing.score.pct:.1f}%, {short_datetime(standing.score.agreed_at)}",
                    "plain")  # fmt: skip
        yield Words(standing.score.rationale)
    out = [one for one in opinions.excluded if one.stands]
    if out:
        yield Heading("Left out of the mean", 3)
        yield Points(tuple(f"Assessor {one.letter}, {one.title}: {one.reason}" for one in out))


def _remarks(remarks: Sequence[Said]) -> Iterator[Part]:
    if remarks:
        yield Heading("The panel’s discussion")
    for one in remarks:
        about = f", on {one.about}" if one.about else ""
        since = ". Has a conflict of interest since" if one.gone else ""
        yield Words(f"{one.who}{about}, {short_datetime(one.at)}{since}", "quiet")
        yield Words(one.words)
        for answer in one.answers:
            yield Words(f"Answer of {answer.who}, {short_datetime(answer.at)}", "quiet")
            yield Words(answer.words)


def _decision(told: Told) -> Iterator[Part]:
    yield Heading("What was decided")
    decision = told.decision
    if decision is None:
        yield Words("Nothing yet.", "plain")
        return
    facts = [
        ("Decision", outcomes_of(first_stage=told.item.round.followed)[decision.outcome]),
        ("State", f"Released {short_datetime(decision.released_at)}" if decision.released_at
         else "Staged: nobody is told yet"),
    ]  # fmt: skip
    if decision.amount_gbp:
        facts.append(("Award", money(decision.amount_gbp)))
    if decision.ground:
        facts.append(("Ground", reason_of(decision.ground)))
    for name, words in (
        ("Words for the applicant", decision.words_for_applicant),
        ("Conditions", decision.conditions),
        ("Note", decision.note),
        ("Why it departs from the rules", decision.exception_reason),
    ):
        if words:
            facts.append((name, words))
    yield Facts(tuple(facts), "Decision")


def _trail(told: Told) -> Part:
    rows = tuple(
        (short_datetime(one.at), one.alias or "Application", one.label, one.actor_name,
         one.reason or "")
        for one in reversed(told.trail)
    )  # fmt: skip
    return Grid("What happened", ("When", "What about", "What it came to", "By", "Why"), rows)


def as_data(told: Told, opinions: Opinions) -> dict[str, Any]:
    """The same for a machine."""
    agreed, round_ = opinions.standing, told.item.round
    return {
        "application": told.item.reference,
        "title": told.item.application.title,
        "round": round_.reference,
        "submission": told.submission.number,
        "submission_sha256": told.submission.sha256,
        "agreed_pct": agreed.score.pct if agreed else None,
        "sheets": [
            *(_sheet_data(one, round_.criteria, opinions) for one in opinions.deciding),
            *(_sheet_data(one, round_.lived_criteria, opinions) for one in opinions.beside),
        ],
    }


def _sheet_data(
    sheet: PanelSheet, criteria: Sequence[Criterion], opinions: Opinions
) -> dict[str, Any]:
    titles = {one.key: one.title for one in criteria}
    counted = sheet.counts_for(criteria)
    fixed = opinions.fixed.get(sheet.assignment.id)
    confident = {} if sheet.for_programme is None else {"for_programme": sheet.for_programme}
    return {
        "assessor": sheet.who,
        "panel": sheet.panel,
        "total_pct": round(sheet.total_pct, 2),
        "counted_pct": None if counted is None else round(counted, 2),
        "in_scope": sheet.in_scope,
        "recommend": sheet.recommend,
        "scores": [
            {
                "criterion": titles[key],
                "score": one.value,
                "reason": one.justification,
                "counts": not sheet.is_out(key),
            }
            for key, one in sheet.scores.items()
        ],
        "for_applicant": sheet.for_applicant,
        "fixed": None
        if fixed is None
        else {
            "number": fixed.number,
            "sha256": fixed.sha256,
            "fixed_at": fixed.fixed_at.isoformat(),
            "shown_at": fixed.shown_at.isoformat() if fixed.shown_at else None,
        },
        **confident,
    }
