"""What is told of an application as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from award.applications.rules.documents import About
from award.applications.rules.moments import to_the_minute
from award.assessment.forms.beside import panel_words
from award.assessment.forms.means import mean_by_criteria
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
from award.packs.writers.fixity import before_others, fixed_before, fixity, vote_of
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
            ("Received", to_the_minute(told.submission.received_at)),
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
    if panel := panel_words(summary, round_.threshold_pct):
        facts.append(("Lived-experience panel", panel))
    if (standing := opinions.standing) is not None:
        facts.append(("Score agreed", f"{standing.score.pct:.1f}%"))
    if (fixed := fixed_before(opinions)) is not None:
        facts.append(("Fixed before others read", fixed))
    if by_criteria := mean_by_criteria(
        summary,
        round_.criteria,
        [
            total
            for one in opinions.deciding
            if (total := one.counts_for(round_.criteria)) is not None
        ],
    ):
        facts.append(("How the mean is made", by_criteria))
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


def _scored(sheet: PanelSheet, criteria: Sequence[Criterion], opinions: Opinions) -> Scored:
    return Scored(
        who=sheet.who,
        letter=sheet.letter,
        total_pct=sheet.total_pct,
        counted_pct=sheet.counts_for(criteria),
        facts=(
            ("Panel", "Lived experience" if sheet.lived else "Professional"),
            ("In scope", vote_of(sheet, "in_scope")),
            ("Recommends it", vote_of(sheet, "recommend")),
            *fixity(sheet, opinions),
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
        before=before_others(sheet, criteria),
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
