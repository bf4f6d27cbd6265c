"""A small collection of texts, and questions with what a reader would want to be given."""

from __future__ import annotations

from sqlalchemy import Select, select

from award.foundation import search
from award.foundation.search import tables

KIND = search.Kind(99)

TEXTS: dict[int, tuple[str, str]] = {
    1: ("Listening for falls at night", "Microphones in care homes tell staff when somebody falls. "
        "People weren't woken by checks. We don't record speech."),
    2: ("Predicting who may fall", "A model of falls/frailty scores for 1,500 people who live at "
        "home. It looks for the detection of small changes, 3.5 weeks ahead."),
    3: ("Fewer people had fallen", "Exercise for strength and balance. Preventing harm is better."),
    4: ("Rotas that change late", "Homecare workers see their visits earlier. Travel between calls "
        "is shorter in the rain."),
    5: ("Notes after a visit", "Domiciliary care staff speak, and a large language model drafts "
        "the note. Siobhán O’Neill checks each one."),
    6: ("A café for people with dementia", "The Café Écoute runs with volunteers. Alzheimer's "
        "disease and other kinds are talked about."),
    7: ("Extra-care housing with sensors", "Tenants chose the sensors. During COVID-19 nobody "
        "came."),
    8: ("Extra care with a robot", "The robot reminds people of medicines; the list is kept by a "
        "carer."),
    9: ("Heat pumps and warm rooms", "The smart meter shows that a room is cold."),
    10: ("Recording a review", "Behaviour that challenges was written about in harsh words. The "
         "organisation's file was read by the person."),
    11: ("What the council learned", "Unpaid carers were asked. Medication errors went down by "
         "20%. Contact jo.smith@council.example."),
    12: ("Łódź and Sheffield compare notes", "İzmir joined later. Straße, ﬁve ﬂats, naïve ideas."),
}  # fmt: skip

JUDGED: dict[str, set[int]] = {
    "don't": {1}, "don’t": {1}, "cafe": {6}, "café": {6}, "cafe\u0301": {6}, "CAFÉ": {6},
    "covid-19": {7}, "covid 19": {7}, "covid19": {7}, "coronavirus": {7}, "frailty": {2},
    "frail": {2}, "falls/frailty": {2}, "3.5": {2}, "1500": {2}, "1,500": {2}, "o'neill": {5},
    "O’Neill": {5}, "oneill": {5}, "neill": {5}, "o neill": {5}, "siobhan": {5}, "lodz": {12},
    "izmir": {12}, "strasse": {12}, "five flats": {12}, "naive": {12},
    "jo.smith@council.example": {11},
    "fall detection": {2}, "falls prevention": {3}, "fallen": {1, 2, 3}, "fall": {1, 2, 3},
    "extracare": {7, 8}, "extra care": {7, 8}, "extra-care": {7, 8}, "domiciliary care": {4, 5},
    "homecare": {4, 5}, "home care": {4, 5}, "care home": {1}, "LLM": {5}, "service user": set(),
    "dementia": {6}, "alzheimers": {6}, "alzheimer’s": {6}, "heatpump": {9}, "heat pump": {9},
    "behavior": {10}, "organization": {10}, "challenging behaviour": {10}, "20%": {11},
    "medicaton": {8, 11}, "medication": {8, 11}, "micropho": {1}, "dementa": {6},
    "behaviuor of concern": {10}, "exersise": {3},
    "unpaid carer": {8, 11}, "robotic": {8}, "the": {2, 4, 5, 6, 7, 8, 9, 10, 11}, "rail": set(),
    "lost": set(), "rate": set(), "zebra": set(), "☃": set(), "\u0301": set(), "": set(),
}  # fmt: skip
"""Question -> what it has to find. Rail is not rain, lost is not list, rate is not late."""

CLOSEST: dict[str, set[int]] = {
    "falls prevention kettle": {1, 2, 3}, "café robot": {6, 8}, "sensors for a zebra": {7},
}  # fmt: skip
"""Nothing has every word; these have at least half as many as the best."""


def fill() -> None:
    for number, (title, body) in TEXTS.items():
        search.put(KIND, number, title, body)


def everything() -> Select[int]:
    row = tables.document.c
    return select(row.subject_id).where(row.kind == KIND.number)
