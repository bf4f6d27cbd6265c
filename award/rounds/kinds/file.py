"""Files that are uploaded: a slot that takes one or several, of some types, up to a size."""

from __future__ import annotations

import random
from typing import Any, Final

from award.foundation.digests import sha256_of
from award.foundation.files.names import plain_name
from award.foundation.files.types import TYPES, listed
from award.rounds.kinds.base import Kind, Question
from award.rounds.kinds.readings import FileRead, Files

FACTS: Final = {"id": str, "name": str, "size": int, "type": str, "sha256": str}
MOST_MB, MOST_FILES = 100, 20


class File(Kind):
    """The answer is a list of what is known of each file (`FACTS`), in the order of the person.

    It says all that a reader needs, so that a submission freezes which bytes were sent; whether a
    file was found clean is not part of it. No form writes it: `services/filing.py` does, which has
    the file itself.
    """

    name = "file"
    missing = "Upload a file"
    apart = True

    def parse(self, question: Question, raw: Any) -> Any:
        return raw or None

    def blank(self, value: Any) -> bool:
        return not value

    def check(self, question: Question, value: Any) -> list[str]:
        good = isinstance(value, list) and all(_is_file(one) for one in value)
        return [] if good else [self.missing]

    def check_final(self, question: Question, value: Any) -> list[str]:
        most = question.max_files or 1
        if len(value) > most:
            return [f"You can send {most} {'file' if most == 1 else 'files'} here: remove the rest"]
        return []

    def read(self, question: Question, value: Any) -> Files:
        return Files(
            tuple(
                FileRead(one["id"], plain_name(one["name"]), one["size"], one["type"])
                for one in value
            )
        )

    def cell(self, question: Question, value: Any) -> str:
        return "; ".join(plain_name(one["name"]) for one in value)

    def searchable(self, question: Question, value: Any) -> str:
        return "\n".join(plain_name(one["name"]) for one in value)

    def sample(self, question: Question, chance: random.Random, words: int) -> Any:
        """What an answer looks like. There is no such file."""
        key = question.types[0]
        name = f"{question.short}{TYPES[key].ending}"
        sha256 = sha256_of([question.key, chance.random()])
        return [{"id": sha256[:32], "name": name, "size": 1, "type": key, "sha256": sha256}]

    def wanted(self, question: Question) -> str:
        most = question.max_files or 1
        many = "One file" if most == 1 else f"Up to {most} files"
        each = "" if most == 1 else " each"
        return f"{many}: {listed(question.types)}, up to {question.max_mb} MB{each}"

    def minutes(self, question: Question) -> float:
        """To find it and to send it: not to make it."""
        return 3

    def faults(self, question: Question) -> list[str]:
        faults = [f"unknown type {key}" for key in question.types if key not in TYPES]
        if not question.types:
            faults.append("needs types, the kinds of file that it takes")
        if not question.max_mb or not 1 <= question.max_mb <= MOST_MB:
            faults.append(f"needs max_mb, from 1 to {MOST_MB}")
        if question.max_files is not None and not 1 <= question.max_files <= MOST_FILES:
            faults.append(f"max_files is from 1 to {MOST_FILES}")
        if question.publish_as:
            faults.append("a file can't be published in a case study")
        return faults


def _is_file(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == FACTS.keys()
        and all(type(one[key]) is kind for key, kind in FACTS.items())
        and one["type"] in TYPES
    )
