"""Assigning, declaring conflicts, scoring."""

from __future__ import annotations

from award.assessment import objections
from award.assessment.checks import CHECKS
from award.assessment.commands import sheets
from award.assessment.due import FOUND
from award.assessment.forms.bands import draw_bands
from award.assessment.forms.beside import panel_words
from award.assessment.forms.means import mean_by_criteria
from award.assessment.forms.pinning import draw_pinned
from award.assessment.jobs import JOBS, chase_by_itself
from award.assessment.notices import NOTICES
from award.assessment.queries.assessor_list import ASSESSORS
from award.assessment.queries.assignments import assignments_of
from award.assessment.queries.chase_list import chasing_of
from award.assessment.queries.conflict_list import conflict_list
from award.assessment.queries.fixed import sheets_of
from award.assessment.queries.lists import applications_of
from award.assessment.queries.reach import beyond, concealed
from award.assessment.queries.workload_list import workload_of
from award.assessment.reminders import look_for_conflicts
from award.assessment.rules.machine import ASSIGNMENT
from award.assessment.rules.permissions import PERMISSIONS
from award.assessment.services.closing import close_withdrawn
from award.assessment.services.hiding import refuse_assessors
from award.assessment.services.keeping import KEEPERS, WATCHES
from award.assessment.services.telling import tell_answered, tell_unanswered
from award.assessment.views import (
    agreeing,
    as_assessor,
    asked_changes,
    assessor,
    changed,
    chasing,
    checking,
    conflicts,
    declaring,
    desk,
    documents,
    evenings,
    files,
    fixed,
    gathering,
    handing_over,
    importing,
    lists,
    pinning,
    profile,
    second_chances,
    staff,
    troubles,
    waits,
)
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.jobs import every_minute
from award.foundation.menu import MenuEntry
from award.foundation.policy import assessor as assesses
from award.foundation.policy import reads_everything

CHAPTER = Chapter(
    "assessment",
    blueprints=blueprints_of(
        agreeing,
        as_assessor,
        asked_changes,
        assessor,
        changed,
        chasing,
        checking,
        conflicts,
        declaring,
        desk,
        documents,
        evenings,
        files,
        fixed,
        gathering,
        handing_over,
        importing,
        lists,
        pinning,
        profile,
        second_chances,
        staff,
        troubles,
    ),
    permissions=PERMISSIONS,
    machines=(ASSIGNMENT,),
    notices=(*NOTICES, *FOUND),
    kinds={"assignment": "Assessments"},
    verbs={
        "round.agree_rules": "Agreed to the rules for assessors",
        "round.chase": "Reminded assessors of the sheets to come",
        "round.choose_chasing": "Chose when assessors are reminded",
        "round.give_longer": "Gave an assessor more time",
        "round.agree_limit": "Agreed how many an assessor takes",
        "user_account.set_assessor_profile": "Changed the assessor’s profile",
        "application.take_copy": "Took a copy of the application",
        "assignment.assign": "Asked an assessor to assess",
        "assignment.reassign": "Asked the assessor again",
        "assignment.declare_none": "Declared no conflict of interest",
        "assignment.declare_conflict": "Declared a conflict of interest",
        "assignment.give_back": "Gave back an assessment that a conflict had ended",
        "assignment.keep_apart": "Kept the assessor apart: a conflict of interest was found",
        "assignment.decline": "Declined to assess",
        "assignment.remove": "Took the assessment away",
        "assignment.close": "Closed the assessment: no longer needed",
        "assignment.save_sheet": "Saved the score sheet",
        "assignment.pin": "Pinned a passage to a criterion",
        "assignment.unpin": "Took a pinned passage off",
        "assignment.submit": "Submitted the score sheet",
        "assignment.return": "Returned the score sheet",
        "assignment.answers_changed": "Answers changed after the assessor had read them",
        "assignment.read_changes": "Looked at what changed, and let the sheet stand",
        "assignment.reconsider": "Took the score sheet back, since answers changed",
    },
    waits=waits.waits,
    menu=(
        MenuEntry("Assess", "assessment.dashboard", assesses, place=30, start=20),
        MenuEntry("Conflicts", "conflicts.index", reads_everything, place=65),
    ),
    lists={
        "chasing": chasing_of,
        "assignments": assignments_of,
        "applications": applications_of,
        "sheets": sheets_of,
        "workload": workload_of,
        "assessors": lambda actor, of: None if of else ASSESSORS,
        "conflicts": lambda actor, of: None if of else conflict_list(),
    },
    checks=CHECKS,
    commands=(sheets,),
    jobs=JOBS,
    periodic=(every_minute(chase_by_itself), every_minute(look_for_conflicts)),
    keepers=KEEPERS,
    watches=WATCHES,
    objections=(
        ("user_account.add_role", objections.scores_apart),
        ("user_account.remove_role", objections.leaves_work),
        ("application.hand_over", objections.never_assessed_it),
        ("application.ask_changes", refuse_assessors),
    ),
    beyond=beyond,
    concealed=concealed,
    filters={
        "score_bands": draw_bands,
        "with_pins": draw_pinned,
        "mean_by_criteria": mean_by_criteria,
        "panel_words": panel_words,
    },
    follows=(
        ("application.withdraw", close_withdrawn),
        ("reopening.send", tell_answered),
        ("reopening.lapse", tell_unanswered),
    ),
)
