"""The public collection of case studies, and the front page."""

from __future__ import annotations

from award.case_studies.afterwards import AFTERWARDS
from award.case_studies.asked import QUESTIONS as QUESTION_NOTICES
from award.case_studies.checks import CHECKS
from award.case_studies.commands import case_studies
from award.case_studies.jobs import (
    ask_whether_running,
    forget_old_questions,
    forget_old_sharers,
    forget_unmet_searches,
    remind_teams,
)
from award.case_studies.notices import NOTICES
from award.case_studies.queries.asked_list import QUESTIONS
from award.case_studies.queries.manage import STUDIES, concealed
from award.case_studies.queries.pictures import objects
from award.case_studies.queries.running_list import RUNNING
from award.case_studies.rules.asking import TEAM_QUESTION
from award.case_studies.rules.machine import CASE_STUDY
from award.case_studies.rules.permissions import PERMISSIONS
from award.case_studies.rules.text import render, with_addresses
from award.case_studies.rules.updates import STUDY_UPDATE
from award.case_studies.views import (
    answering,
    applicant,
    asking,
    by_share,
    comparing,
    editing,
    feeds,
    home,
    pictures,
    pointing,
    promotion,
    public,
    running,
    staff,
    taking_on,
    unmet,
    updates,
)
from award.case_studies.views.cards import draw_cards
from award.foundation import jobs
from award.foundation.chapters import Chapter, blueprints_of
from award.foundation.menu import MenuEntry
from award.foundation.policy import anyone, publisher, reads_everything

CHAPTER = Chapter(
    "case_studies",
    blueprints=blueprints_of(
        answering,
        applicant,
        asking,
        by_share,
        comparing,
        editing,
        feeds,
        home,
        pictures,
        promotion,
        public,
        running,
        staff,
        taking_on,
        unmet,
        updates,
    ),
    permissions=PERMISSIONS,
    machines=(CASE_STUDY, STUDY_UPDATE, TEAM_QUESTION),
    notices=(*NOTICES, *AFTERWARDS, *QUESTION_NOTICES),
    kinds={
        "case_study": "Case studies",
        "study_update": "Updates of case studies",
        "team_question": "Questions to teams",
    },
    verbs={
        "case_study.promote": "Started a case study",
        "case_study.take_on": "Started a case study of a shared project",
        "case_study.edit": "Edited the case study",
        "case_study.send_to_applicant": "Sent it to the project team",
        "case_study.agree": "Agreed the case study",
        "case_study.ask_for_changes": "Asked for changes",
        "case_study.withdraw_agreement": "Withdrew the agreement",
        "case_study.publish": "Published the case study",
        "case_study.unpublish": "Took the case study down",
        "case_study.revise": "Began a revision",
        "case_study.archive": "Archived the case study",
        "case_study.ask_running": "Asked the team whether it still runs",
        "case_study.remind_running": "Reminded the team that we asked whether it still runs",
        "case_study.lapse_running": "Noted that the team has not said whether it still runs",
        "case_study.answer_running": "Said whether it still runs",
        "case_study.mend_running": "Changed what they said of whether it still runs",
        "case_study.move_stage": "Published the stage that an update told",
        "study_update.write": "Wrote an update",
        "study_update.agree": "Agreed an update",
        "study_update.decline": "Said no to an update",
        "study_update.publish": "Published an update",
        "study_update.set_aside": "Did not publish an update",
        "study_update.take_down": "Took an update down",
        "study_update.withdraw": "Took an update back",
        "study_update.go_along": "Took an update down with its case study",
        "team_question.receive": "Asked the team of a case study",
        "team_question.confirm": "Confirmed the address of a question to a team",
        "team_question.answer": "Answered a question about a case study",
        "team_question.publish": "Published a question and its answer",
        "team_question.decline": "Did not answer a question about a case study",
        "team_question.remind": "Reminded a team of a question",
        "team_question.lapse": "Let go of a question that nobody answered",
        "team_question.withdraw": "Took a question to a team back",
        "team_question.keep_unpublished": "Asked for nothing of a question to be published",
        "team_question.keep_private": "Took a question they had asked off the page",
        "team_question.hide": "Took a question to their team off the page",
        "team_question.leave": "Took a question off the page with its case study",
        "team_question.remove": "Took a question to a team away",
        "team_question.drop": "Deleted a question to a team that nobody confirmed",
        "team_question.forget": "Let go of the words of an old question to a team",
        "case_study.take_out_running": "Took words of the team off the page",
    },
    menu=(
        MenuEntry(
            "Edit case studies",
            "case_studies_staff.index",
            publisher & ~reads_everything,
            place=50,
            start=30,
        ),
        MenuEntry(
            "Questions to teams", "team_answers.index", publisher | reads_everything, place=65
        ),
        MenuEntry("Case studies", "case_studies.index", anyone, place=80),
        MenuEntry("What has been tried", "tried.index", anyone, place=81),
    ),
    lists={
        "case-studies": lambda actor, of: None if of else STUDIES,
        "still-running": lambda actor, of: None if of else RUNNING,
        "team-questions": lambda actor, of: None if of else QUESTIONS,
    },
    periodic=(
        jobs.every_hour(ask_whether_running),
        jobs.every_hour(remind_teams),
        jobs.every_hour(forget_old_questions),
        jobs.every_hour(forget_old_sharers),
        jobs.every_hour(forget_unmet_searches),
    ),
    concealed=concealed,
    checks=CHECKS,
    objects=objects,
    commands=(case_studies,),
    pointers=(
        ("application", pointing.case_studies),
        ("share", pointing.of_shared),
        ("draft", pointing.others_tried),
    ),
    waits=pointing.waits,
    filters={"cards": draw_cards, "case_study_text": render, "with_addresses": with_addresses},
)
