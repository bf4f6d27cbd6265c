"""What the team's pages of earlier chapters lead on to: the case study of an application, or of
what was shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for

from award.case_studies.queries import manage
from award.case_studies.queries.manage import Told
from award.case_studies.queries.others import Others, others
from award.case_studies.queries.public import Card
from award.case_studies.queries.waiting import ToAnswer, to_answer
from award.case_studies.rules.running import stage_tags
from award.case_studies.rules.tried import phrase
from award.foundation import clock
from award.foundation.pointers import Pointer
from award.foundation.policy import Actor
from award.foundation.waits import Wait


def case_studies(ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {told.begun_with: _pointer(told) for told in manage.told_of(ids)}


def of_shared(ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {told.begun_with: _pointer(told) for told in manage.told_of_shared(ids)}


def others_tried(ids: Sequence[int]) -> Mapping[int, Pointer]:
    """From a draft to what others tried, as it was published."""
    found = {number: others(number) for number in ids}
    return {number: _others(one) for number, one in found.items() if one}


def _others(found: Others) -> Pointer:
    beside = [_tried(card) for card in found.cards]
    about = phrase(found.problem, found.setting)
    if found.problem and found.asked_in:
        href = url_for("tried.show", problem=found.problem, setting=found.asked_in)
        all_of_it = f"What has been tried: {phrase(found.problem, found.asked_in)}"
    else:
        href = url_for(
            "case_studies.index", problem=found.problem or None, setting=found.setting or None
        )
        all_of_it = f"All case studies: {about}"
    return Pointer(all_of_it, href, f"Others tried something: {about}", beside=beside)


def _tried(card: Card) -> Pointer:
    tags = [text for text, _colour in stage_tags(card.stage, card.running)]
    says = ". ".join([*tags, card.outcome or "Whether it helped isn’t said"])
    return Pointer(card.title, url_for("case_studies.show", slug=card.slug), says)


def waits(actor: Actor) -> Sequence[Wait]:
    return [_wait(one) for one in to_answer(actor)]


def _wait(one: ToAnswer) -> Wait:
    if one.number is None:
        return Wait(
            "Read and answer its case study", url_for("case_studies.review", slug=one.slug),
            one.project,
        )  # fmt: skip
    href = url_for("team_answers.one", slug=one.slug, number=one.number)
    by = clock.london(one.by).date() if one.by else None
    return Wait("Answer a question about its case study", href, one.project, by_day=by)


def _pointer(told: Told) -> Pointer:
    href = url_for("case_studies.review", slug=told.slug)
    if not told.waiting:
        return Pointer("See its case study", href, told.state.applicant_label)
    says = "The case study of this project is ready to read. Agree it, or tell us what to change."
    return Pointer("Read and answer its case study", href, says, waiting=True)
