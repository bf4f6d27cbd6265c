"""What breaks each promise of `flask check` behind the services’ back, and what it says then."""

from __future__ import annotations

# One statement, or several where the database refuses a single one.
BREAKS: dict[str, tuple[str | tuple[str, ...], str]] = {
    "No job waits for longer than ten minutes": (
        "INSERT INTO job (reference, kind, title, arguments, owner_id, state, done, total, result, "
        "why, asked_at, tries, version, created_at, updated_at) SELECT 'JOB-LATE22', "
        "'assessment.assign', 'Late', '{}', id, 'waiting', 0, 1, '{}', '', "
        "'2020-01-01 00:00:00.000000', 0, 1, created_at, created_at FROM user_account LIMIT 1",
        "JOB-LATE22: assessment.assign is waiting since",
    ),
    "Everything stands where its last recorded move put it": (
        "UPDATE application SET state = 'rejected'",
        "its last move was to awarded",
    ),
    "Criteria of every round weigh 100 together": (
        "UPDATE criterion SET weight = weight + 1 WHERE position = 1",
        "the weights sum to 101",
    ),
    "Every question set is the one that was imported": (
        "INSERT INTO question_set_version (key, version, title, digest, body, created_at) "
        "SELECT key, version + 1, title, 'other', body, created_at FROM question_set_version",
        "does not fit its digest",
    ),
    "Every submission is what was received": (
        "UPDATE application SET title = 'A better title', title_key = 'a better title'",
        "than was submitted",
    ),
    "Every score that lists show is what the score sheets come to": (
        (
            "UPDATE assignment SET state = 'to_score', submitted_at = NULL",
            "UPDATE score SET value = 1",
            "UPDATE assignment SET state = 'submitted', submitted_at = created_at",
        ),
        "a sheet's weighted total is not what its scores come to",
    ),
    "Every application was told what was decided": (
        "UPDATE application SET state = 'reserved'",
        "the decision to fund was released, but it is reserved",
    ),
    "Every ranking that is kept is the one that the rules give": (
        "UPDATE round_standing SET position = 9",
        "its kept place is not what the rules give",
    ),
    "Everybody’s cover, load and tally that are kept are what their rows come to": (
        "UPDATE cover SET covered = 9",
        "the kept cover and its rows differ",
    ),
    "Every figure of the overview that is kept is what its rows come to": (
        "UPDATE round_figures SET days = '{}'",
        "the kept figures are wrong in days",
    ),
    "Every published text is what was agreed to be published": (
        "INSERT INTO case_study_revision "
        "(case_study_id, number, content, sha256, published_at, published_by_id) "
        "SELECT case_study_id, 9, content, 'other', published_at, published_by_id "
        "FROM case_study_revision",
        "revision 9 does not fit its SHA-256",
    ),
    "Each published page shows the published text": (
        "UPDATE case_study_html SET parts = '{}'",
        "its page does not show what was published",
    ),
    "Whether a project still runs is what its team said, and is in the trail": (
        "INSERT INTO running_question (case_study_id, number, asked_at, token_digest, expires_at, "
        "words, version) SELECT case_study_id, 9, published_at, 'x', published_at, '', 1 "
        "FROM case_study_revision",
        "whether it still runs is not what the trail says",
    ),
    "Every update is what was written, and is in the trail": (
        "INSERT INTO study_update (case_study_id, number, state, about, heading, words, stage, "
        "written_at, version) SELECT case_study_id, 9, 'with_team', 'outcome', 'x', 'x', '', "
        "published_at, 1 FROM case_study_revision",
        "update 9 is not what was written",
    ),
    "Lists find and sort by what things are called now": (
        "UPDATE application SET title_key = 'elsewhere'",
        "title_key is not that of its name",
    ),
    "Search finds texts by the words they have now": (
        "UPDATE search_posting SET impact = impact + 1",
        "its terms are not those of its words",
    ),
    "The audit trail is whole": (
        "INSERT INTO audit_event (at, person_id, verb, subject_kind, subject_name, changes, "
        "key_id, previous_hash, hash) SELECT at, person_id, verb, subject_kind, subject_name, "
        "changes, key_id, hash, 'other' FROM audit_event ORDER BY id DESC LIMIT 1",
        "does not follow",
    ),
    "Every move is in the audit trail, and no other": (
        "INSERT INTO state_change (kind, subject_id, source, action, target, actor_name, at) "
        "SELECT kind, subject_id, source, action, target, actor_name, at FROM state_change "
        "WHERE action = 'submit'",
        "submit 2 times, the trail says 1 times",
    ),
    "Every adjustment asked for and answered is in the audit trail": (
        "UPDATE adjustment SET state = 'taken_back', answered_at = NULL",
        "its state and the trail differ",
    ),
    "Every offer of pay and each answer to it is in the audit trail": (
        "INSERT INTO pay_answer (offer_id, person_id, answer, offered, answered_at) "
        "SELECT offer_id, person_id, answer, offered, answered_at FROM pay_answer",
        "its answers and the trail differ",
    ),
    "Every claim is in the audit trail, and no sheet is claimed twice": (
        "UPDATE pay_claim SET sheets = 3",
        "it does not have the sheets that it asks for",
    ),
    "What rounds ask to be scored first, and who was excused, is in the trail": (
        "INSERT INTO calibration_excuse (calibration_id, person_id, reason, excused_at, "
        "excused_by_id) SELECT calibration_id, excused_by_id, reason, excused_at, excused_by_id "
        "FROM calibration_excuse",
        "who was excused and the trail differ",
    ),
    "Every specimen is in the audit trail and answers every criterion": (
        "INSERT INTO specimen (reference, round_id, title, summary, written_at, written_by_id, "
        "version) SELECT 'SPE-X', round_id, title, summary, written_at, written_by_id, 1 "
        "FROM specimen LIMIT 1",
        "SPE-X: it answers 0 criteria of 3",
    ),
    "What assessors made of specimens is in the audit trail": (
        "INSERT INTO specimen_sheet (specimen_id, person_id, panel, version, created_at, "
        "updated_at) SELECT specimen_id, (SELECT max(id) FROM user_account), panel, 1, created_at, "
        "updated_at FROM specimen_sheet LIMIT 1",
        "the trail does not say that they were saved",
    ),
    "Every draw has the seed that was committed to, and is in the audit trail": (
        "UPDATE draw SET commitment = seed",
        "its seed is not the one that was committed to",
    ),
    "Every lot is what seed and list give": (
        "UPDATE draw SET seed = commitment",
        "its lots are not what the seed gives",
    ),
    "Every score left out of a mean is in the audit trail": (
        "UPDATE score_exclusion SET included_at = excluded_at, included_by_id = excluded_by_id, "
        "included_why = 'After all'",
        "1 scores were counted again and the trail has 0",
    ),
    "Every score that a panel agreed is in the audit trail": (
        "UPDATE moderated_score SET pct = pct - 1",
        "the scores agreed are not those of the trail",
    ),
    "Every declaration of interests and decision about one is in the trail": (
        "INSERT INTO interest_declaration (person_id, declared_at, expires_on, nothing_to_declare) "
        "SELECT id, created_at, '2030-01-01', TRUE FROM user_account LIMIT 1",
        "differ in declare_interests",
    ),
    "Conflicts of interest are what teams and declarations come to": (
        "INSERT INTO interest_conflict (application_id, person_id, round_id, hard, reasons, "
        "settled, found_at) SELECT 999999, 999999, id, TRUE, '[]', FALSE, created_at FROM round "
        "ORDER BY id LIMIT 1",
        "are not what teams and declarations come to",
    ),
    "Every complaint and each letter about it is in the audit trail": (
        "DELETE FROM complaint_step",
        "differ in answered",
    ),
    "Every shared project and what became of it are in the audit trail": (
        "UPDATE share SET state = 'declined', over_at = saved_at",
        "its state and the trail differ in declined",
    ),
    "Every question to a team and what became of it are in the audit trail": (
        "UPDATE team_question SET state = 'lapsed', over_at = asked_at",
        "its state and the trail differ in lapsed",
    ),
    "Every challenge and what became of it are in the audit trail": (
        "UPDATE challenge SET state = 'declined', email = '', decided_at = told_at",
        "it is declined, and the trail does not say so",
    ),
    "Every round’s challenges were counted once": (
        "INSERT INTO challenge_round (round_id, counted_at, applications, counts) "
        "SELECT id, created_at, 0, '{}' FROM round",
        "its challenges were counted without the trail saying so once",
    ),
    "Every enquiry and its answer are in the audit trail": (
        "UPDATE enquiry SET state = 'set_aside'",
        "differ in answered",
    ),
    "Every search that somebody follows is in the audit trail": (
        "UPDATE watch SET confirmed_at = NULL, until = NULL",
        "it and the trail differ in whether it was confirmed",
    ),
    "Every role was given by somebody": (
        "UPDATE user_role SET role_id = (SELECT id FROM role WHERE name = 'auditor') "
        "WHERE role_id = (SELECT id FROM role WHERE name = 'staff')",
        "has the roles auditor, was given staff",
    ),
    "Every suspended account was suspended by somebody": (
        "UPDATE user_account SET active = (1 = 0)",
        "is suspended, was last made open",
    ),
    "No two organisations have the same registration number": (
        "UPDATE organisation SET company_number = '01234567'",
        "its company number 01234567 is nobody's",
    ),
    "Every submission is in the audit trail as it was received": (
        "INSERT INTO submission (application_id, number, content, sha256, submitted_by_id, "
        "received_at) SELECT application_id, 2, content, sha256, submitted_by_id, received_at "
        "FROM submission",
        "does not say that submission 2 was made",
    ),
    "Every submitted sheet is as its assessor submitted it": (
        (
            "UPDATE assignment SET state = 'to_score', submitted_at = NULL",
            "UPDATE score SET justification = 'Better words'",
            "UPDATE assignment SET state = 'submitted', submitted_at = created_at",
        ),
        "was changed after it was submitted",
    ),
    "Every time that a sheet was submitted is kept with its fingerprint": (
        "INSERT INTO fixed_sheet (assignment_id, number, content, sha256, fixed_at) "
        "SELECT assignment_id, 2, content, sha256, fixed_at FROM fixed_sheet",
        "are not those of its submissions",
    ),
    "Every decision is what somebody staged": (
        "UPDATE decision SET amount_gbp = amount_gbp + 1",
        "the decision is not what was staged",
    ),
    "Every public award is what staff published of what was funded": (
        "UPDATE public_award SET description = 'Other words'",
        "it is not what staff published",
    ),
    "All feedback is out of which the history says so": (
        "INSERT INTO feedback (decision_id, released_at) SELECT id, released_at FROM decision "
        "WHERE released_at IS NOT NULL LIMIT 1",
        "its history doesn’t say once that feedback is out",
    ),
    "Every release is in the audit trail": (
        "INSERT INTO decision_release (round_id, released_at, fund, reserve, reject, emailed, "
        "awarded_gbp, sheets_closed, over_budget_because) SELECT round_id, released_at, 9, "
        "reserve, reject, emailed, awarded_gbp, sheets_closed, '' FROM decision_release",
        "1 releases are not in the trail",
    ),
    "Every round is as it was last set up or changed": (
        "UPDATE round SET threshold_pct = 1",
        "was changed, and no event says so",
    ),
    "Every question set was imported by somebody": (
        "INSERT INTO question_set_version (key, version, title, digest, body, created_at) "
        "SELECT key, version + 1, title, 'unheard', body, created_at FROM question_set_version",
        "was imported",
    ),
    "Every record of a regime is as it was imported": (
        "INSERT INTO regime_record (key, version, revision, digest, body, created_at) "
        "SELECT 'dtac', '1', 1, 'other', body, created_at FROM question_set_version",
        "does not fit its digest",
    ),
    "Every extract of a register was loaded by somebody": (
        "INSERT INTO register_import (as_of, loaded_at, rows, whole, digest) "
        "SELECT '2026-11-01', created_at, 1, false, 'unheard' FROM question_set_version",
        "the trail does not say that it was loaded",
    ),
    "Every text that was sent or published is in the audit trail": (
        "INSERT INTO case_study_version (case_study_id, number, content, sha256, sent_at) "
        "SELECT case_study_id, 9, content, sha256, sent_at FROM case_study_version",
        "the texts sent are not those of the trail",
    ),
    "Nothing was published but what its lead agreed": (
        "INSERT INTO case_study_revision "
        "(case_study_id, number, content, sha256, published_at, published_by_id) "
        "SELECT case_study_id, 9, content, 'other', published_at, published_by_id "
        "FROM case_study_revision",
        "nobody agreed what revision 9 says",
    ),
    "Every draft says of its applications and people what became of them": (
        "UPDATE match_entry SET short = wanted + 1",
        "says that application",
    ),
}
