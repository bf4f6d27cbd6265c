"""A start loads no library that its settings and its command don't ask for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.foundation.test_commands import SECRETS

ROOT = Path(__file__).parents[2]
HEAVY = (
    "redis", "psycopg", "alembic", "mako", "webauthn", "pyasn1", "gunicorn", "playwright",
    "markdown_it", "snowballstemmer", "xlsxwriter", "award.seeding.demo", "obstore",
    "pikepdf", "PIL", "typst", "docx", "lxml", "fontTools", "pypdf",
)  # fmt: skip

ASKED = """
import json, sys

class NotLocked:
    # What the lock file doesn't name isn't there, whatever this environment happens to have.
    def find_spec(self, name, path=None, target=None):
        if name in {missing!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, NotLocked())
from award import create_app
app = create_app()
{then}
print(json.dumps(sorted(set(sys.modules) & set({heavy!r}))))
"""


def loaded(tmp_path: Path, then: str = "", **settings: str) -> list[str]:
    locked = re.findall(
        r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text("utf-8").lower(), re.M
    )
    missing = {name for name in HEAVY if name not in locked}
    done = subprocess.run(
        [sys.executable, "-c", ASKED.format(missing=missing, heavy=HEAVY, then=then)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("AWARD_")},
            **SECRETS,
            "AWARD_DEMONSTRATION": "true",  # so that it starts without a look into the database
            "AWARD_DATABASE_URL": "sqlite://",
            "AWARD_JOBS_URL": f"sqlite:{tmp_path}/jobs.sqlite3",
            **settings,
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_on_sqlite_nothing_of_other_databases_queues_or_passkeys(tmp_path: Path) -> None:
    """Nor when a job is asked for."""
    then = (
        "from award.foundation import jobs\n"
        "with app.app_context(): jobs.enqueue(list(jobs.PERIODIC.all().values())[0].function)"
    )
    assert loaded(tmp_path, then) == []


@pytest.mark.parametrize(
    ("setting", "url", "driver"),
    [
        ("AWARD_DATABASE_URL", "postgresql://kim@127.0.0.1:1/none", "psycopg"),
    ],
)
def test_what_settings_ask_for_is_there(
    tmp_path: Path, setting: str, url: str, driver: str
) -> None:
    then = "with app.app_context():\n    from award.foundation.db import db; db.engine"
    assert loaded(tmp_path, then, **{setting: url}) == [driver]


def test_a_second_queue_may_ask_for_another_driver(tmp_path: Path) -> None:
    then = "from award.foundation import queues; queues.queue_at('redis://127.0.0.1:1/0')"
    assert loaded(tmp_path, then) == ["redis"]


def test_nothing_is_looked_through_for_garbage_while_the_house_loads(tmp_path: Path) -> None:
    """What is loaded stays; collecting goes on afterwards, as whoever imports it had it."""
    loaded(tmp_path, "import gc; assert gc.isenabled() and gc.get_freeze_count() > 50_000")
    off = "import gc; gc.disable(); import award; assert not gc.isenabled()"
    environment = {**os.environ, **SECRETS}
    subprocess.run([sys.executable, "-c", off], cwd=ROOT, env=environment, check=True, timeout=120)


def test_the_lock_has_no_passkeys() -> None:
    locked = (ROOT / "requirements.txt").read_text("utf-8").lower()
    for name in ("webauthn", "pyasn1", "phonenumbers", "flask-migrate"):
        assert name not in locked
