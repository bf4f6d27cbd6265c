"""What becomes of each column that holds somebody's words, name or address: is it in the copy that
they can download, is it erased when they close their account, and if not, why is it kept?

A test asks this of every column of every model that holds text or names an account. A table that
holds nothing of anybody says so as a whole.
"""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import (
    BOTH,
    BY_ACCOUNT,
    COMPLAINED,
    CONFIRMED,
    COUNTED,
    ENQUIRED,
    GONE,
    IN_THE_SHEET,
    LET_GO,
    OF_COLLEAGUES,
    OF_DRAFTS,
    OF_OTHERS,
    OF_THE_ORGANISATION,
    OF_US,
    OURS,
    SENT,
    SHORT,
    SHOWN,
    TRAIL,
    Fate,
)
from award.own_data.rules.fates_adjustments import FATES_OF_ADJUSTMENTS
from award.own_data.rules.fates_calibration import FATES_OF_CALIBRATION
from award.own_data.rules.fates_decisions import FATES_OF_DECISIONS
from award.own_data.rules.fates_desk import FATES_AT_THE_DESK
from award.own_data.rules.fates_interests import FATES_OF_INTERESTS
from award.own_data.rules.fates_later import FATES_OF_LATER
from award.own_data.rules.fates_matching import OF_MATCHING
from award.own_data.rules.fates_meetings import FATES_OF_MEETINGS
from award.own_data.rules.fates_open_data import FATES_OF_OPEN_DATA
from award.own_data.rules.fates_pay import FATES_OF_PAY
from award.own_data.rules.fates_told import FATES_OF_TOLD

FATES: Final[dict[str, Fate]] = {
    "answer.question_key": OF_US,
    "answer.value": OF_DRAFTS,
    "answer.author_id": BY_ACCOUNT,
    "answer.typed_by": OF_DRAFTS,
    "answer_version.question_key": OF_US,
    "answer_version.value": OF_DRAFTS,
    "answer_version.author_id": BY_ACCOUNT,
    "answer_version.typed_by": OF_DRAFTS,
    "answer_conflict.question_key": OF_US,
    "answer_conflict.value": OF_DRAFTS,
    "answer_conflict.resolution": OF_US,
    "answer_conflict.author_id": BY_ACCOUNT,
    "application.reference": OF_DRAFTS,
    "application.title": OF_DRAFTS,
    "application.title_key": OF_US,
    "application.helper": Fate(True, False, why="who typed is evidence of how it was written"),
    "application.lead_id": BY_ACCOUNT,
    **OF_MATCHING,
    "assessor_reminder.person_id": BY_ACCOUNT,
    "assessor_reminder.by_id": BY_ACCOUNT,
    "assignment.alias": OF_US,
    "assignment.asked_because": OF_OTHERS,
    "assignment.assessor_id": BY_ACCOUNT,
    "assignment.assigned_by_id": BY_ACCOUNT,
    "audit_person.name": TRAIL,
    "audit_person.address": TRAIL,
    "audit_person.salt": GONE,
    "audit_person.mark": OF_US,
    **{
        f"case_study.{name}": SHOWN
        for name in (
            "slug", "title", "summary", "problem", "how_might_we", "project", "how_ai_works",
            "data_and_privacy", "people_involved", "impact", "evidence_level",
            "lessons_and_limits", "whats_next", "who_was_involved", "contact", "atrs_url", "stage",
            "settings", "beneficiaries", "capabilities", "region", "organisation_name",
            "organisation_type", "award_line", "outcome", "generative", "cost_band", "cost_words",
            "staff_time", "errors_and_missed", "who_said_no", "less_well_for", "problems", "senses",
            "results", "numbers", "quotes", "buyers", "documents", "images",
        )
    },
    "case_study.provenance": OF_US,
    "case_study.promoted_by_id": BY_ACCOUNT,
    "case_study.agreed_by_id": BY_ACCOUNT,
    "case_study_agreement.agreed_by_id": BY_ACCOUNT,
    "case_study_edit.field": OF_US,
    "case_study_edit.editor_id": BY_ACCOUNT,
    "case_study.promoted_because": OF_OTHERS,
    **dict.fromkeys(("case_study_image.name", "case_study_image.sizes"), OF_US),
    **dict.fromkeys(("case_study_image.added_by_id", "case_study_remark.made_by_id"), BY_ACCOUNT),
    "case_study_remark.section": OF_US,
    "case_study_remark.words": SENT,
    "case_study_revision.content": SHOWN,
    "case_study_revision.sha256": OF_US,
    "case_study_revision.published_by_id": BY_ACCOUNT,
    "case_study_version.content": OF_OTHERS,
    "case_study_version.sha256": OF_US,
    "case_study_version.sent_by_id": BY_ACCOUNT,
    **FATES_OF_TOLD,
    "co_applicant.organisation": CONFIRMED,
    "co_applicant.email": CONFIRMED,
    "co_applicant.name": CONFIRMED,
    "co_applicant.job_title": CONFIRMED,
    "co_applicant.token_digest": OF_US,
    "co_applicant.asked_by_id": BY_ACCOUNT,
    "presence.person_id": Fate(exported=False, erased=True, why="where one was, for minutes"),
    "presence.section_key": Fate(exported=False, erased=True, why="where one was, for minutes"),
    "section_request.section_key": OF_US,
    "section_request.section_title": OF_US,
    "section_request.note": Fate(
        exported=False, erased=False, why="between those who write; it goes with the draft"
    ),
    "section_request.person_id": BY_ACCOUNT,
    **FATES_OF_LATER,
    "section_request.asked_by_id": BY_ACCOUNT,
    "collaborator.email": BOTH,
    "collaborator.organisation": BOTH,
    "collaborator.token_digest": OF_US,
    "collaborator.person_id": BY_ACCOUNT,
    "collaborator.invited_by_id": BY_ACCOUNT,
    "collaborator.ended_by_id": BY_ACCOUNT,
    **{
        f"enquiry.{name}": ENQUIRED
        for name in (
            "reference", "name", "email", "organisation", "idea", "question", "told", "answer",
        )
    },
    "enquiry.answered_by_id": BY_ACCOUNT,
    "enquiry.token_digest": OF_US,
    **{
        f"complaint.{name}": COMPLAINED
        for name in ("reference", "name", "email", "otherwise", "thing", "person", "words", "wish")
    },
    "complaint_named.user_id": BY_ACCOUNT,
    "complaint_step.words": COMPLAINED,
    "complaint_step.by_id": BY_ACCOUNT,
    "conflict_declaration.kind": SENT,
    "conflict_declaration.detail": SENT,
    "fixed_sheet.content": IN_THE_SHEET,
    "fixed_sheet.sha256": OF_US,
    **FATES_OF_DECISIONS,
    **FATES_OF_OPEN_DATA,
    "earlier_value.kind": OF_US,
    "earlier_value.field": OF_US,
    "earlier_value.mark": OF_US,
    "earlier_value.value": SHORT,
    "answered_page.page": OF_US,
    "answered_page.starts": OF_US,
    **{
        f"{table}.{name}": COUNTED
        for table, names in (
            ("equality_answer", ("age", "sex", "ethnicity", "disability", "size")),
            ("effort", ("hardest", "helped", "size", "org_type")),
        )
        for name in names
    },
    "effort.digest": GONE,
    "equality_answer.digest": GONE,
    "eligibility.answers": OF_DRAFTS,
    "eligibility.outcome": OF_DRAFTS,
    "eligibility.reasons": OF_US,
    "file_upload.token": OF_US,
    "file_upload.question_key": OF_US,
    "file_upload.name": SHORT,
    "file_upload.file_key": OF_US,
    "file_upload.person_id": SHORT,
    "message.words": OF_DRAFTS,
    "message.author_id": BY_ACCOUNT,
    "thread.subject": OF_DRAFTS,
    "thread.closed_by_id": BY_ACCOUNT,
    "thread_read.person_id": BY_ACCOUNT,
    "closing_told.person_id": BY_ACCOUNT,
    "reminder.person_id": BY_ACCOUNT,
    "review_link.section_key": OF_US,
    "review_link.section_title": OF_US,
    "review_link.called": LET_GO,
    "review_link.token_digest": OF_US,
    "review_link.made_by_id": BY_ACCOUNT,
    "review_comment.question_key": OF_US,
    "review_comment.name": LET_GO,
    "review_comment.words": LET_GO,
    "review_comment.resolved_by_id": BY_ACCOUNT,
    "reopening.questions": OF_US,
    "reopening.asks": OF_OTHERS,
    "reopening.set_aside": OF_DRAFTS,
    "reopening.opened_by_id": BY_ACCOUNT,
    "extension.reason": OF_OTHERS,
    "extension.granted_by_id": BY_ACCOUNT,
    "extra_time.reason": OF_OTHERS,
    "extra_time.given_by_id": BY_ACCOUNT,
    "troubled_request.request_id": OF_US,
    "troubled_request.person_id": SHORT,
    "gathered.person_id": Fate(exported=False, erased=True, why=OURS),
    "hand_over.reason": OF_OTHERS,
    "hand_over.from_id": BY_ACCOUNT,
    "hand_over.to_id": BY_ACCOUNT,
    "hand_over.handed_over_by_id": BY_ACCOUNT,
    "join_request.reference": OF_US,
    "join_request.person_id": BY_ACCOUNT,
    "join_request.answered_by_id": BY_ACCOUNT,
    **{
        f"organisation.{name}": OF_THE_ORGANISATION
        for name in (
            "reference", "name", "org_type", "address_line_1", "address_line_2", "town",
            "postcode", "region", "hq_country", "company_number", "charity_number", "ods_code",
            "cqc_provider_id", "website", "former_names",
        )
    },
    **dict.fromkeys(
        (
            "moderated_score.rationale", "moderated_score.ended_why",
            "score_exclusion.included_why", "score_exclusion.reason",
        ),
        OF_OTHERS,
    ),
    **{
        f"{name}_id": BY_ACCOUNT
        for name in (
            "in_the_room.person", "moderated_score.agreed_by", "moderated_score.ended_by",
            "panel_remark.author", "recusal.person", "round_chair.appointed_by",
            "round_chair.ended_by", "round_chair.person", "round_moderation.opened_by",
            "score_exclusion.excluded_by", "score_exclusion.included_by",
        )
    },
    **{f"panel_remark.{name}": OF_US for name in ("alias", "question_key", "speaks_as")},
    **{f"organisation.{one}_key": OF_US for one in ("former", "name")},
    "organisation.created_by_id": BY_ACCOUNT,
    "organisation_member.user_id": BOTH,
    **{f"outbox_attachment.{name}": OF_US for name in ("name", "media", "message_id")},
    **{
        f"outbox_message.{name}": BOTH
        for name in ("recipient", "recipient_name", "subject", "body")
    },
    **{
        f"outbox_message.{name}": OF_US
        for name in ("notice", "names", "about_kind", "message_id", "state", "error")
    },
    "round_change.reason": OF_OTHERS,
    "round_change.changes": OF_OTHERS,
    "round_change.changed_by_id": BY_ACCOUNT,
    "saved_view.reference": OF_US,
    **{f"saved_view.{name}": OF_COLLEAGUES for name in ("list_key", "name", "asked")},
    **{f"saved_view.{name}": OF_US for name in ("name_key", "shared_of", "shared_with")},
    "saved_view.owner_id": BY_ACCOUNT,
    "score.justification": SENT,
    "sheet.comments_for_applicant": SENT,
    "sheet.comments_for_programme": SENT,
    "last_sign_in.user_id": BOTH,
    "sign_in.token_digest": GONE,
    "sign_in.device": BOTH,
    "sign_in.user_id": BOTH,
    **{f"sign_in_attempt.{name}": SHORT for name in ("account", "address")},
    "state_change.kind": OF_US,
    "state_change.source": OF_US,
    "state_change.action": OF_US,
    "state_change.target": OF_US,
    "state_change.actor_name": TRAIL,
    "state_change.reason": SENT,
    "state_change.actor_id": BY_ACCOUNT,
    "stored_file.key": OF_US,
    "stored_file.question_key": OF_US,
    "stored_file.name": OF_DRAFTS,
    "stored_file.type": OF_US,
    "stored_file.sha256": OF_US,
    "stored_file.lies_at": OF_US,
    "stored_file.finding": OF_US,
    "stored_file.noticed": OF_US,
    "stored_file.copy_at": OF_US,
    "stored_file.uploaded_by_id": BY_ACCOUNT,
    "word_reading.key": OF_US,
    "word_reading.content": SHORT,
    "word_reading.person_id": SHORT,
    **{f"submission.{name}": SENT for name in ("content", "sha256", "note")},
    "submission.submitted_by_id": BY_ACCOUNT,
    "unwanted_notice.user_id": BOTH,
    "unwanted_notice.notice": BOTH,
    "user_account.reference": Fate(exported=True, erased=False, why=OURS),
    "user_account.email": BOTH,
    "user_account.name": BOTH,
    "user_account.name_key": Fate(exported=False, erased=True, why=OURS),
    **{
        f"user_account.{name}": GONE
        for name in ("password", "fs_uniquifier", "tf_totp_secret", "mf_recovery_codes")
    },
    "user_account.tf_primary_method": BOTH,
    "user_role.user_id": BOTH,
    **FATES_AT_THE_DESK,
    **FATES_OF_INTERESTS,
    **FATES_OF_CALIBRATION,
    **FATES_OF_MEETINGS,
    **FATES_OF_PAY,
    **FATES_OF_ADJUSTMENTS,
}  # fmt: skip
