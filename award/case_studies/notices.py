"""Emails about case studies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from award.assessment.queries.reach import colleagues
from award.case_studies.models import CaseStudy
from award.case_studies.queries import history, manage
from award.case_studies.queries.sendings import Earlier, Sending
from award.case_studies.rules.states import StudyState, reachable
from award.foundation.outbox import Case, Notice, Recipient, Words
from award.foundation.policy import Role
from award.sharing.queries import OWNER, token_of


def team_of(study: CaseStudy) -> list[Recipient]:
    """Whoever speaks for the project: the lead of its application, or whoever shared it. Nobody
    when they could not read more."""
    speaks = study.share or (study.application and study.application.lead)
    return [Recipient(speaks.email, speaks.name)] if speaks and reachable(study) else []


def _to_sender(study: CaseStudy) -> list[Recipient]:
    sender = history.last_sender(study)
    return [Recipient(sender.email, sender.name)] if sender is not None else []


def _to_everybody_who_edits(study: CaseStudy) -> list[Recipient]:
    """Whoever sent it and all publishers, each once: any of them could put it back. Not those who
    applied: it is theirs to agree, not to edit."""
    editors = colleagues(Role.PUBLISHER, study.application_id)
    publishers = [Recipient(row.email, row.name) for row in editors]
    return list(dict.fromkeys([*_to_sender(study), *publishers]))


def publishers(study: CaseStudy) -> list[Recipient]:
    """Those who edit case studies, but for those who have a tie to its application."""
    found = colleagues(Role.PUBLISHER, study.application_id)
    return [Recipient(one.email, one.name) for one in found]


def where_to_read(study: CaseStudy, page: str = "") -> str:
    """For the lead, who signs in; for whoever shared it, who has a link to the very same page."""
    share = study.share
    if share is None:
        return f"/my-case-studies/{study.slug}{page}"
    return f"/share/{share.reference}/{token_of(share, OWNER)}/case-study{page}"


def sharer_of(study: CaseStudy) -> str:
    """Who answers for the project by a link, without an account that would say their name."""
    return study.share.name if study.share else ""


def _about(study: CaseStudy) -> dict[str, Any]:
    return {
        "title": study.title,
        "slug": study.slug,
        "here": where_to_read(study),
        "review_by_on": study.review_by_on,
        "public": study.public,
        "sharer": sharer_of(study),
    }


def _told_team(study: CaseStudy) -> dict[str, Any]:
    """What the lead may be told: never the title of a text that was not sent to them."""
    return {
        **_about(study),
        "title": manage.title_for_lead(study),
        "project": study.application.title if study.application else study.called,
        "no_difference": ": it makes no difference to your award" if study.application else "",
    }


def _request(words: Words) -> Words:
    """Of what the lead had before them earlier (`earlier`, `same`: see `services.editing.Sent`)."""
    earlier: Earlier | None = words["earlier"]
    same: Sending | None = words["same"]
    asked = earlier.asked if earlier else None
    changed = "; ".join(part.heading for part in earlier.changed) if earlier else ""
    return {
        "sent_at": earlier and earlier.sent.at,
        "same_at": same and same.at,
        "asked_at": asked and asked.at,
        "asked_for": asked and asked.reason,
        "what_changed": f"What has changed: {changed}.\n\n" if changed else "",
    }


def who_answered(words: Words) -> Words:
    """By name also where it was whoever shared the project, by their link."""
    return {"by": words.get("sharer") or words["by"]}


def _answer(words: Words) -> Words:
    """Of what a lead said who withdraws, which they needn't."""
    said = words["reason"]
    return {
        **who_answered(words),
        "why": f"What they say:\n\n{said}" if said else "They did not say why, and need not.",
        "what_told": f"What you told us:\n\n{said}\n\n" if said else "",
    }


def _public(words: Words) -> bool:
    return bool(words["public"])


def _unchanged(*, asked: bool, public: bool) -> Case:
    """The text that they have read, once more."""
    return Case(
        "_".join(["unchanged", *(["as_asked"] if asked else []), *(["public"] if public else [])]),
        lambda words: (
            (bool(words["same_at"]), bool(words["asked_at"]), bool(words["public"]))
            == (True, asked, public)
        ),
        {
            **_CHANGED,
            **_WHY,
            "same_at": _AT,
            **(_AS_ASKED if asked else {}),
            **(_SLUG if public else {}),
        },
    )


_SAMPLE = {"title": "Listening for falls at night", "slug": "listening-for-falls-at-night"}
_SLUG = {"slug": "listening-for-falls-at-night"}
_LED = {
    "title": "Listening for falls at night",
    "here": "/my-case-studies/listening-for-falls-at-night",
}
_TEAM = {**_LED, "no_difference": ": it makes no difference to your award"}
_BY = {**_SAMPLE, "by": "Kim Example"}
_ASKED = {**_BY, "reason": "It was seven homes, not six."}
_SIGNED = {**_LED, "signed": "Kim Example"}
_WHY = {**_TEAM, "reason": "The product is not sold any more."}
_AT = datetime(2027, 2, 1, 12, tzinfo=UTC)
_CHANGED = {"what_changed": "What has changed: What was tried.\n\n"}
_AS_ASKED = {"asked_at": _AT, "asked_for": "It was seven homes, not six."}
_NEW_TEXT = {**_TEAM, **_CHANGED, "sent_at": _AT}

NOTICES = (
    Notice(
        "case_study.promoted",
        recipients=team_of,
        context=_told_team,
        says="Tells the project team that a case study of their project is being written, and "
        "what happens next",
        sample={"project": "Listening for falls at night", "here": _LED["here"]},
    ),
    Notice(
        "case_study.sent",
        recipients=team_of,
        context=_told_team,
        says="Asks the project team to read the draft of a case study, and to agree or ask for "
        "changes; a later one says what they asked for and what changed, or why nothing did",
        further=_request,
        sample=_TEAM,
        cases=(
            *(
                _unchanged(asked=asked, public=public)
                for asked in (True, False)
                for public in (True, False)
            ),
            Case(
                "changed_as_asked_public",
                lambda w: w["asked_at"] and w["public"],
                {**_NEW_TEXT, **_AS_ASKED, **_SLUG},
            ),
            Case(
                "changed_as_asked",
                lambda words: bool(words["asked_at"]),
                {**_NEW_TEXT, **_AS_ASKED},
            ),
            Case("new_version", _public, {**_TEAM, **_CHANGED, **_SLUG}),
            Case("changed", lambda words: bool(words["sent_at"]), _NEW_TEXT),
        ),
    ),
    Notice(
        "case_study.agreed",
        recipients=_to_sender,
        context=_about,
        further=who_answered,
        says="Tells whoever sent a case study that its team agreed it",
        sample=_BY,
        cases=(Case("new_version", _public, _BY),),
    ),
    Notice(
        "case_study.agreement_kept",
        recipients=team_of,
        context=_about,
        says="Confirms to the project team what they agreed, with what name, and how to take it "
        "back",
        sample=_SIGNED,
        cases=(Case("new_version", _public, _SIGNED),),
    ),
    Notice(
        "case_study.changes_asked",
        recipients=_to_sender,
        context=_about,
        further=who_answered,
        says="Tells whoever sent a case study what its team wants changed, and whether they "
        "had agreed it",
        sample=_ASKED,
        cases=(
            Case("after_all_new_version", lambda w: w["agreed"] and w["public"], _ASKED),
            Case("after_all", lambda words: words["agreed"], _ASKED),
            Case("new_version", _public, _ASKED),
        ),
    ),
    Notice(
        "case_study.taken_back",
        recipients=team_of,
        context=_told_team,
        says="Tells the project team that the programme team is changing the text, and what "
        "becomes of what they agreed",
        sample=_LED,
        cases=(
            Case("public", lambda words: words["was"] == StudyState.PUBLISHED, {**_LED, **_SLUG}),
            Case("archived", lambda words: words["was"] == StudyState.ARCHIVED, _LED),
            Case("agreed", lambda words: words["was"] == StudyState.APPROVED, _LED),
        ),
    ),
    Notice(
        "case_study.withdrawn",
        recipients=_to_everybody_who_edits,
        context=_about,
        says="Tells whoever sent a case study, and all publishers, that its team has "
        "withdrawn their agreement",
        further=_answer,
        sample={**_BY, "why": "They did not say why, and need not."},
        cases=(Case("public", _public, {**_BY, "why": "What they say:\n\nWe stopped using it."}),),
    ),
    Notice(
        "case_study.withdrawal_kept",
        recipients=team_of,
        context=_told_team,
        says="Confirms to the project team that they have withdrawn their case study, and who "
        "could bring it back",
        further=_answer,
        sample={**_TEAM, "what_told": ""},
        cases=(
            Case(
                "public",
                _public,
                {**_TEAM, "what_told": "What you told us:\n\nWe stopped using it.\n\n"},
            ),
        ),
    ),
    Notice(
        "case_study.taken_down",
        recipients=team_of,
        context=_told_team,
        says="Tells the project team that the programme team took their case study down or "
        "stopped work on it, and why",
        sample=_WHY,
        cases=(Case("public", _public, _WHY),),
    ),
    Notice(
        "case_study.published",
        recipients=team_of,
        context=_about,
        says="Tells the project team that their case study is public, and where",
        sample={**_LED, **_SLUG, "review_by_on": date(2027, 11, 26)},
    ),
)
