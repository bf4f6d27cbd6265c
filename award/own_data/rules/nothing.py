"""Tables that hold nothing of anybody, each with what it has instead."""

from __future__ import annotations

from typing import Final

from award.own_data.rules.fate import OURS, PUBLIC

NOTHING_OF_ANYBODY: Final = {
    "apart_count": "counts",
    "audit_event": "digests, codes and account numbers; names are in audit_person",
    "audit_name": "references of things",
    "case_study_facet": PUBLIC,
    "case_study_html": PUBLIC,
    "challenge_picture": "counts",
    "challenge_round": "counts",
    "cover": "counts and states of a round",
    "criterion": OURS,
    "data_copy": "keys of a file that is deleted after a day, and with the account",
    "effort_report": "sums of five people or more, and words that nobody is named beside",
    "equality_report": "sums of five people or more",
    "job": "what staff asked the worker to do: numbers and titles",
    "kept": OURS,
    "list_file": "keys of a file that is deleted after a week, and how a list was narrowed for it",
    "opening_told": OURS,
    "organisation_number": "numbers of organisations",
    "pack": "keys of a file that is deleted after a week, and how a list was narrowed for it",
    "pack_part": "which application stands where in that file, until then",
    "pay_sheet": "which assignment a claim asks for",
    "person_load": "counts",
    "public_version": OURS,
    "question_set_version": OURS,
    "regime_record": OURS,
    "register_entry": "extracts of public registers",
    "register_import": OURS,
    "role": OURS,
    "round": OURS,
    "round_figures": "counts",
    "round_line": "counts",
    "round_method": OURS,
    "round_phase": OURS,
    "round_standing": "counts",
    "round_tally": "counts",
    "score_summary": "means",
    "search_document": "published case studies",
    "search_posting": "published case studies",
    "search_state": OURS,
    "sheet_shown": "moments",
    "search_word": "published case studies",
    "unmet_search": "words that a list of English has, a day and a count",
}
