"""Why a file can't be taken."""

from __future__ import annotations


class Unfit(Exception):
    """`why` goes on from the file's name: "is empty: nothing is in it"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
