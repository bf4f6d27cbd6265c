"""Pictures of a case study: drawn anew when they are added, with words for who can’t see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from award.case_studies.models import CaseStudy, CaseStudyImage
from award.case_studies.rules.states import StudyState
from award.foundation import audit, clock, earlier
from award.foundation.acts import act
from award.foundation.db import changed_columns, db
from award.foundation.errors import Refused
from award.foundation.files import storage
from award.foundation.policy import Actor
from award.foundation.text import one_line

MOST: Final = 6
ALT_CHARS, CAPTION_CHARS = 300, 255
NO_DRAFT: Final = "Take it back to draft before you edit it."


@act("case_study.edit")
def add_picture(
    study: CaseStudy, sizes: Sequence[dict[str, Any]], *, alt: str, caption: str, actor: Actor
) -> str:
    """Put a picture that is stored last; its name. Raises Refused without words for it."""
    _only_drafts(study)
    if len(study.images) >= MOST:
        raise Refused(
            f"There are {MOST} pictures, which is the most. Remove one first", field="document"
        )
    name = storage.new_key().rpartition("/")[2][:16]
    shown = {
        "id": name,
        **_words(alt, caption),
        "sizes": [[one["width"], one["height"]] for one in sizes],
    }
    db.session.add(
        CaseStudyImage(
            name=name,
            case_study_id=study.id,
            sizes=[dict(one) for one in sizes],
            added_at=clock.now(),
            added_by_id=actor.user_id,
        )
    )
    _keep(study, [*study.images, shown], actor)
    return name


@act("case_study.edit")
def change_picture(study: CaseStudy, name: str, *, alt: str, caption: str, actor: Actor) -> None:
    """What is said of it."""
    _only_drafts(study)
    words = _words(alt, caption)
    _keep(study, [one | words if one["id"] == name else one for one in study.images], actor)


@act("case_study.edit")
def remove_picture(study: CaseStudy, name: str, *, actor: Actor) -> None:
    """Out of the text; what is public with it stays until the next text is."""
    _only_drafts(study)
    _keep(study, [one for one in study.images if one["id"] != name], actor)


def _only_drafts(study: CaseStudy) -> None:
    if study.state != StudyState.DRAFT:
        raise Refused(NO_DRAFT, rule="case_study.edit_draft")


def _words(alt: str, caption: str) -> dict[str, str]:
    told = one_line(alt)
    if not told:
        raise Refused("Say what the picture shows, for people who can’t see it", field="alt")
    return {"alt": told[:ALT_CHARS], "caption": one_line(caption)[:CAPTION_CHARS]}


def _keep(study: CaseStudy, images: list[dict[str, Any]], actor: Actor) -> None:
    study.images = images
    changes = changed_columns(study)
    if changes:
        audit.record_sitting(actor, "case_study.edit", study, changes)
        earlier.keep("case_study", study.id, {key: was for key, (was, _now) in changes.items()})
        db.session.flush()
