"""A code of the Organisation Data Service, checked by its form: "Not sure" has none."""

from __future__ import annotations

import random
from typing import Any

from award.accounts.rules import identifiers
from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import Text


class OrganisationCode(Kind):
    name = "organisation_code"
    missing = "Enter an ODS code"

    def parse(self, question: Question, raw: Any) -> Any:
        try:
            return identifiers.ods_code(raw) if isinstance(raw, str) else raw
        except ValueError:
            return raw

    def check(self, question: Question, value: Any) -> list[str]:
        try:
            fits = isinstance(value, str) and identifiers.ods_code(value) == value
        except ValueError as error:
            return [str(error)]
        return [] if fits else ["The answer must be an ODS code"]

    def read(self, question: Question, value: Any) -> Text:
        return Text(value, register="ods_code")

    def cell(self, question: Question, value: Any) -> str:
        return str(value)

    def sample(self, question: Question, chance: random.Random, words: int) -> str:
        return f"VM{chance.randrange(10)}K{chance.randrange(10)}"

    def wanted(self, question: Question) -> str:
        return "An ODS code, like RAJ or VM5K2"
