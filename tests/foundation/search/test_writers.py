"""Two writers at once, on connections of their own."""

from __future__ import annotations

import threading
from pathlib import Path

from award.foundation import search
from award.foundation.db import db, transaction
from tests.conftest import app_of_its_own
from tests.foundation.search.corpus import KIND

WORDS = [f"word{number}" for number in range(400)]


def test_two_who_bring_the_same_new_words_wait_and_both_succeed(
    database_name: str, tmp_path: Path
) -> None:
    """Neither deadlocks nor meets the other's word as a fault."""
    with app_of_its_own(database_name, tmp_path) as app:
        failed: list[BaseException] = []
        ready = threading.Barrier(2)

        def write(number: int, words: list[str]) -> None:
            with app.app_context():
                try:
                    ready.wait(60)
                    with transaction():
                        search.put(KIND, number, "A title", " ".join(words))
                except BaseException as error:
                    failed.append(error)
                finally:
                    db.session.remove()

        for turn in range(2):
            words = [f"{word}x{turn}" for word in WORDS]
            threads = [
                threading.Thread(target=write, args=(2 * turn, words)),
                threading.Thread(target=write, args=(2 * turn + 1, words[::-1])),
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
        with app.app_context():
            assert failed == []
            assert len(list(search.texts(KIND))) == 4
            assert list(search.faults()) == []
