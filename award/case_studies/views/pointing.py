"""What the team's pages of earlier chapters lead on to: the case study of an application, or of
what was shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.case_studies.queries import manage
from award.case_studies.queries.manage import Told
from award.case_studies.queries.waiting import ToAnswer, to_answer
from award.foundation.pointers import Pointer
from award.foundation.policy import Actor
from award.foundation.waits import Wait


def case_studies(ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {told.begun_with: _pointer(told) for told in manage.told_of(ids)}


def of_shared(ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {told.begun_with: _pointer(told) for told in manage.told_of_shared(ids)}


def waits(actor: Actor) -> Sequence[Wait]:
    return [_wait(one) for one in to_answer(actor)]


def _wait(one: ToAnswer) -> Wait:
    if one.number is None:
        return Wait(
            "Read and answer its case study", url_for("case_studies.review", slug=one.slug),
            one.project,
        )  # fmt: skip
    href = url_for("team_answers.one", slug=one.slug, number=one.number)
    return Wait("Answer a question about its case study", href, one.project, by=one.by)


def _pointer(told: Told) -> Pointer:
    href = url_for("case_studies.review", slug=told.slug)
    if not told.waiting:
        return Pointer("See its case study", href, told.state.applicant_label)
    says = "The case study of this project is ready to read. Agree it, or tell us what to change."
    return Pointer("Read and answer its case study", href, says, waiting=True)
