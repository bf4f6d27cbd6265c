"""Working on the text, and sending it to the people it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from award.case_studies.models import CaseStudy, CaseStudyEdit, CaseStudyVersion
from award.case_studies.queries.history import SEND
from award.case_studies.queries.sendings import (
    Earlier,
    Sending,
    earlier_version,
    next_version,
)
from award.case_studies.rules.cleaning import CHOSEN, cleaned
from award.case_studies.rules.fields import CALLED, EDITABLE, edited
from award.case_studies.rules.states import StudyState
from award.case_studies.rules.story import content_of
from award.foundation import audit, clock, earlier, workflow
from award.foundation.acts import act
from award.foundation.db import changed_columns, db
from award.foundation.digests import sha256_of
from award.foundation.edits import Marks, merged, still_as_shown
from award.foundation.errors import Refused, StaleVersion
from award.foundation.policy import Actor
from award.foundation.scopes import within

UNCHANGED = "case_study.send_unchanged"


@act("case_study.edit")
def edit(
    study: CaseStudy,
    values: Mapping[str, Any],
    *,
    base: Mapping[str, str],
    actor: Actor,
) -> CaseStudy:
    """Change the text of a draft. `base` has the marks of the fields that the person had before
    them (`merging.marks_of`).

    Only a draft is edited: what was sent, agreed or published is taken back first (`revise`), and
    with it the agreement. When somebody else saved meanwhile, what only one of the two changed is
    kept, theirs and this; StaleVersion is raised for a field that both changed. Raises Refused.
    """
    if study.state != StudyState.DRAFT:
        raise Refused("Take it back to draft before you edit it.", rule="case_study.edit_draft")
    unknown = sorted(set(values) - set(EDITABLE))
    if unknown:
        raise ValueError(f"no fields of a case study: {', '.join(unknown)}")
    wanted = {key: cleaned(key, value) for key, value in values.items()}
    found = merged(base, edited(study), wanted)
    if found.clashes:
        raise StaleVersion
    for key, value in found.mine.items():
        setattr(study, key, value)
    changes = changed_columns(study)
    if changes:
        audit.record_sitting(actor, "case_study.edit", study, changes, codes=CHOSEN)
        earlier.keep("case_study", study.id, {key: was for key, (was, _now) in changes.items()})
        for key in changes:
            _note_editor(study, key, actor)
        db.session.flush()
    return study


@within("study")
def _note_editor(study: CaseStudy, key: str, actor: Actor) -> None:
    edit = db.session.get(CaseStudyEdit, (study.id, key))
    if edit is None:
        edit = CaseStudyEdit(case_study_id=study.id, field=key)
        db.session.add(edit)
    edit.editor_id, edit.edited_at = actor.user_id, clock.now()


@dataclass(frozen=True)
class TakenBack:
    """The state that the text was taken back from."""

    was: StudyState


@dataclass(frozen=True)
class Sent:
    """What the lead had before them earlier, and whether it is the same text."""

    earlier: Earlier | None
    same: Sending | None


@act("case_study.edit")
def revise(study: CaseStudy, *, actor: Actor) -> CaseStudy:
    """Back to draft, for changes; the agreement goes. What is public stays public as it is."""
    says = TakenBack(study.state)
    study.agreed_by_id = None
    study.agreed_at = None
    workflow.fire(study, "revise", actor=actor, says=says)
    return study


@act("case_study.edit")
def send_to_applicant(
    study: CaseStudy, *, actor: Actor, note: str = "", shown: Marks | None = None
) -> CaseStudy:
    """Ask the lead applicant to read it. Raises Refused with what is missing, and Changed when the
    text is not the one the actor read (`shown`, its marks).

    A text that the lead has had before them already is sent again only with a `note`: they are
    told that nothing changed, and why it comes again.
    """
    content = content_of(study)
    still_as_shown(shown, content, CALLED)
    sha256 = sha256_of(content)
    earlier = earlier_version(study)
    same = earlier.same_as(sha256) if earlier else None
    words = note.replace("\x00", "").strip() if same else ""
    if same and not words and not workflow.obstacle(study, SEND, actor):
        raise Refused("Say why you send the same text again", field="note", rule=UNCHANGED)
    workflow.fire(
        study,
        SEND,
        actor=actor,
        reason=words or None,
        changes={"sha256": sha256},
        says=Sent(earlier, same),
    )
    db.session.add(
        CaseStudyVersion(
            case_study_id=study.id,
            number=next_version(study.id),
            content=content,
            sha256=sha256,
            sent_at=clock.now(),
            sent_by_id=actor.user_id,
        )
    )
    db.session.flush()
    return study
