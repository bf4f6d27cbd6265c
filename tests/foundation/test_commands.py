"""Commands say in one line what they could not do, and end with a failing status."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask

from award.foundation.db import db
from tests.build import rounds

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
SECRETS = {
    "AWARD_SECRET_KEY": "b7Qk2mXw9Ze4RtUj1LdNs8PyVhGfAc5B3xTo6iKq",
    "AWARD_PASSWORD_SALT": "Yw3nLq8Ze5RkUt1Jd6Ms",
    "AWARD_TOTP_SECRET": "Jm5vCx8Lq2WnRz7TkHd4Pf9YsGb1Ua6E3oKiQtXe",
    "AWARD_AUDIT_KEY": "Hn4wPc7Xs2BvLq9RmTgYd6KfZj1Ea5U8oJiNtQrG",
    "AWARD_DEMONSTRATION": "false",
}


def flask(tmp_path: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command as a person types it, in a process of its own."""
    environment = {
        **SECRETS,
        "AWARD_DATABASE_URL": f"sqlite:///{tmp_path}/award.sqlite3",
        "AWARD_JOBS_URL": f"sqlite:{tmp_path}/jobs.sqlite3",
        "AWARD_MAIL_URL": f"file:{tmp_path}/mail",
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "award:create_app", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_preparing_says_what_it_did_and_what_is_not_prepared_says_so(tmp_path: Path) -> None:
    before = flask(tmp_path, "users", "list")
    assert (before.returncode, before.stdout, before.stderr) == (
        1, "",
        "Error: The database is not prepared for this version. Run: flask prepare\n",
    )  # fmt: skip
    first = flask(tmp_path, "prepare")
    assert (first.returncode, first.stdout.startswith("The database is made (")) == (0, True)
    again = flask(tmp_path, "prepare")
    assert again.stdout.startswith("The database is up to date (")


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"AWARD_DATABASE_URL": "sqlite:////no/folder/award.sqlite3"},
         "/no/folder/award.sqlite3 can't be opened (AWARD_DATABASE_URL). Is the folder there, and"
         " writable?"),
        ({"AWARD_DATABASE_URL": f"sqlite:///{__file__}"}, f"{__file__} is not a database"),
        ({"AWARD_DATABASE_URL": "postgresql://kim:secret@127.0.0.1:1/award"},
         "The database award at 127.0.0.1 can't be reached (AWARD_DATABASE_URL): "),
        ({"AWARD_JOBS_URL": "sqlite:/proc/none/jobs.sqlite3"}, "AWARD_JOBS_URL: /proc/none: "),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [("prepare",), ("users", "list")])
def test_a_place_that_is_not_there_is_one_line(
    tmp_path: Path, settings: dict[str, str], says: str, command: tuple[str, ...]
) -> None:
    done = flask(tmp_path, *command, **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr and "secret" not in done.stderr


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def test_measuring_rounds_are_asked_for_and_kept_from_real_ones(app: Flask) -> None:
    assert "Missing option '--applications'" in run(app, "seed", "volume").output
    first = run(app, "seed", "volume", "--applications", "1", "--assessors", "3")
    assert (first.exit_code, run(app, "seed", "volume", "--applications", "1",
                                 "--assessors", "3").exit_code) == (0, 0)  # fmt: skip
    rounds.open_round(reference="ASC-7")
    db.session.commit()
    refused = run(app, "seed", "volume", "--applications", "1")
    assert refused.exit_code == 1
    assert refused.output == (
        "Error: This database has other rounds (ASC-7), and a round made to measure with can't be"
        " taken out again. Use another database, or add --yes.\n"
    )
    words = ("seed", "volume", "--applications", "1", "--assessors", "3", "--yes")
    assert run(app, *words).exit_code == 0


def test_a_fault_of_the_program_keeps_its_traceback(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("award.accounts.queries.people.every_account", broken)
    assert isinstance(run(app, "users", "list").exception, KeyError)


def test_no_option_takes_a_number_or_a_date_without_end(app: Flask) -> None:
    """What a database or a calendar can't hold is refused where it was typed."""

    def unbounded(command: click.Command, path: str) -> Iterator[str]:
        if isinstance(command, click.Group):
            for name, each in command.commands.items():
                yield from unbounded(each, f"{path} {name}")
        elif command.callback is None or command.callback.__module__.startswith("award"):
            for option in command.params:
                types = getattr(option.type, "types", [option.type])
                for kind in types:
                    bounded = isinstance(kind, click.IntRange) and kind.max is not None
                    if isinstance(kind, click.DateTime) or (
                        kind.name.startswith("int") and not bounded
                    ):
                        yield f"{path} {option.name}"

    assert list(unbounded(app.cli, "flask")) == []


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "--expect", "9" * 20, "abc"),
        ("verify", "--expect", "-1", "abc"),
        ("export", "--out", "-", "--until", "9999-12-31"),
        ("export", "--out", "-", "--since", "0001-01-01"),
        ("export", "--out", "-", "--since", "yesterday"),
    ],
)
def test_what_no_trail_has_is_one_line(app: Flask, words: tuple[str, ...]) -> None:
    done = run(app, "audit", *words)
    assert done.exit_code == 2 and "Traceback" not in done.output
    assert done.output.splitlines()[-1].startswith("Error: Invalid value")
