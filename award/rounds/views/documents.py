"""The questions of a round as a document: to read, and to fill in away from the service."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from award.design.formatters import long_datetime, money
from award.foundation import calendar_files, clock
from award.foundation.calendars import Entry, uid
from award.foundation.documents.handing_out import WAYS, handed_out, known_to_all
from award.foundation.documents.parts import Document
from award.foundation.web import not_found, public
from award.rounds.models import Round
from award.rounds.queries import question_sets, regimes
from award.rounds.rules import phases
from award.rounds.rules.blank_form import IN_WORD, ON_PAPER, About, Asked, Told, blank_form
from award.rounds.rules.questions import Question
from award.rounds.views.public import blueprint, phase_of, readable


@blueprint.get("/<reference>/questions.<kind>")
@public
def form_file(reference: str, kind: str) -> ResponseReturnValue:
    """Of one phase, or of all."""
    round_ = readable("questions.view", reference)
    if kind not in WAYS:
        not_found()
    phase = phase_of(round_)
    of_phase = f" phase {phase}" if phase else ""
    file = known_to_all(kind, form_of_round(round_, phase, ON_PAPER if kind == "pdf" else IN_WORD))
    return handed_out(kind, f"{round_.reference} application form{of_phase}", file)


@blueprint.get("/<reference>/closing.ics")
@public
def closing_entry(reference: str) -> ResponseReturnValue:
    """When it closes, for a calendar; one that has it already moves it when the date moves."""
    round_ = readable("questions.view", reference)
    if clock.now() >= round_.closes_at:
        return redirect(url_for("rounds.show", reference=round_.reference))
    address = current_app.config["SETTINGS"].base_url
    page = f"{address}/rounds/{round_.reference}"
    entry = Entry(
        uid=uid(f"closing-{round_.reference}", address),
        sequence=round_.version,
        by=round_.closes_at,
        summary=f"Closing: {round_.title}",
        description=f"{round_.title} closes, and nothing can be sent after that.\n{page}",
        url=page,
    )
    return calendar_files.handed_out(entry, f"{round_.reference}-closing.ics")


def form_of_round(round_: Round, phase: int | None, told: Told = IN_WORD) -> Document:
    """The document itself, which is `told` of what to do with it; the round with all that belongs
    to it."""
    about = About(
        round_.title, round_.reference, _about_round(round_, phase), round_.announced_at,
        current_app.config["SERVICE_NAME"],
    )  # fmt: skip
    return blank_form(about, replace(asked_in(round_, phase), told=told))


def asked_in(round_: Round, phase: int | None) -> Asked:
    """The questions as the round asks them today."""
    questions = question_sets.questions_of(round_)
    known, today = regimes.known_for(questions), clock.today()

    def rules(question: Question) -> list[str]:
        return [f"Rests on: {one.title}. {one.says} {one.in_force}."
                for one in known.of(question, today)]  # fmt: skip

    return Asked(questions, round_.criteria, phase, rules)


def _about_round(round_: Round, phase: int | None) -> tuple[tuple[str, str], ...]:
    rows = [("Round", round_.title), ("Opens", long_datetime(round_.opens_at)),
            ("Closes", long_datetime(round_.closes_at))]  # fmt: skip
    for one in round_.phases:
        if phase in (None, one.phase):
            about = phases.PHASES[one.phase]
            most = f"Up to {money(one.cap_gbp)}, " if one.cap_gbp else "No upper limit, "
            most = "" if round_.followed else most
            length = f"{one.min_months} to {one.max_months} months"
            rows.append((f"Phase {one.phase}: {about.name}", f"{about.purpose}. {most}{length}."))
    known = question_sets.questions_of(round_)
    return (*rows, ("Questions", f"{known.title}, version {known.version}"))
