"""What people type who look for something in the collection, and what a right answer is about.

All of these were written before any of the texts in `judged_stories.py`, out of the lists of
problems, settings and people alone. A right answer is said by what it is filed under, never by a
title: `A(problem, settings, people)` is about this problem, in one of these settings, for one of
these people, as far as each is said.
"""

from __future__ import annotations

from typing import NamedTuple


class A(NamedTuple):
    """What an answer must be filed under; "" and () ask for nothing."""

    problem: str = ""
    settings: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()


CARE_HOMES = ("residential_home", "nursing_home")
AT_HOME = ("homecare", "own_home_no_service", "live_in")

QUERIES: tuple[tuple[str, A], ...] = (
    ("falls in extra care", A("falls", ("extra_care",))),
    ("someone falls at night and nobody notices", A("falls")),
    ("fear of falling homecare", A("falls", ("homecare",))),
    ("fall detector care home", A("falls", CARE_HOMES)),
    ("nursing home falls", A("falls", ("nursing_home",))),
    ("hourly checks wake residents", A("nights", CARE_HOMES)),
    ("sleep in supported living", A("nights", ("supported_living",))),
    ("night time checks nursing home", A("nights", ("nursing_home",))),
    ("gets up at night dementia", A("nights", (), ("dementia",))),
    ("incontinence pads at night", A("nights")),
    ("pain in dementia", A("pain_and_illness", (), ("dementia",))),
    ("spotting infection early care home", A("pain_and_illness", CARE_HOMES)),
    ("getting worse and nobody sees it homecare", A("pain_and_illness", ("homecare",))),
    ("urine infections noticed late", A("pain_and_illness")),
    ("medication errors", A("medicines")),
    ("missed tablets at home", A("medicines", AT_HOME)),
    ("medicines supported living", A("medicines", ("supported_living",))),
    ("drinking enough water", A("eating_and_drinking")),
    ("weight loss nursing home", A("eating_and_drinking", ("nursing_home",))),
    ("dehydration home care", A("eating_and_drinking", ("homecare",))),
    ("cooking for yourself learning disability", A("everyday_life", (), ("learning_disability",))),
    ("reminders for daily tasks", A("everyday_life")),
    ("voice assistant to be independent", A("everyday_life")),
    ("reablement exercises", A("everyday_life", ("reablement",))),
    ("lonely older people", A("loneliness", (), ("older_people",))),
    ("companion robot", A("loneliness", (), (), ("robotics",))),
    ("loneliness sheltered housing", A("loneliness", ("sheltered_housing",))),
    ("getting out of the house day centre", A("loneliness", ("day_services",))),
    ("translation for people who speak little English", A("communication")),
    ("easy read letters", A("communication", (), ("learning_disability",))),
    ("deaf people sign language", A("communication", (), ("sensory_impairment",))),
    ("cannot speak after a stroke", A("communication")),
    ("behaviour that challenges", A("distress")),
    ("wandering and going missing", A("distress", (), ("dementia",))),
    ("autistic people overwhelmed by noise", A("distress", (), ("autistic_people",))),
    ("mental health crisis early signs", A("", (), ("mental_health",))),
    ("respite breaks for carers", A("unpaid_carers")),
    ("carers burning out", A("unpaid_carers")),
    ("advice for families dementia", A("unpaid_carers", (), ("dementia", "unpaid_carers"))),
    ("chatbot for unpaid carers", A("unpaid_carers")),
    ("social workers writing up visits", A("records", ("social_work_team",))),
    ("care plan from a conversation", A("assessment")),
    ("Care Act assessment backlog", A("assessment", ("social_work_team",))),
    ("reviewing care plans", A("assessment")),
    ("too much paperwork for care workers", A("records")),
    ("dictating visit notes", A("records", ("homecare",))),
    ("handover between shifts nursing home", A("records", ("nursing_home",))),
    ("rota planning homecare", A("rotas", ("homecare",))),
    ("travel time between visits", A("rotas")),
    ("the same care worker every day", A("rotas")),
    ("recruiting care workers", A("workforce")),
    ("staff turnover", A("workforce")),
    ("training new staff", A("workforce")),
    ("waiting for equipment", A("waiting", ("community_equipment",))),
    ("occupational therapy waiting list", A("waiting")),
    ("nobody to take a homecare package", A("waiting")),
    ("delayed discharge", A("leaving_hospital")),
    ("from hospital to a care home", A("leaving_hospital", CARE_HOMES)),
    ("going home from hospital with reablement", A("leaving_hospital", ("reablement",))),
    ("predict demand for care", A("planning")),
    ("how many care home beds will we need", A("planning", ("commissioning_team",))),
    ("cameras in bedrooms", A("", CARE_HOMES, (), ("computer_vision",))),
    ("sensors in somebody's own home", A("", ("own_home_no_service",))),
    ("matching people with shared lives carers", A("", ("shared_lives",))),
    ("live-in care", A("", ("live_in",))),
    ("brain injury memory", A("", (), ("acquired_brain_injury",))),
    ("end of life wishes", A("", (), ("end_of_life",))),
    ("homeless people hostel", A("", (), ("homelessness",))),
    ("drug and alcohol support", A("", (), ("substance_use",))),
    ("wheelchair users at home", A("", (), ("physical_disability",))),
    ("blind people reading post", A("communication", (), ("sensory_impairment",))),
    ("domiciliary care medication", A("medicines", ("homecare",))),
    ("falls in a care hme", A("falls", CARE_HOMES)),
    ("lonely OAP", A("loneliness")),
    ("elderly falls at home", A("falls", (*AT_HOME, "extra_care", "sheltered_housing"))),
)
