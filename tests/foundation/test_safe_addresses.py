"""Addresses that a start refuses: what isn't encrypted, whatever way it is written."""

from __future__ import annotations

import pytest

import config
from tests.foundation.test_safety import faults
from tests.foundation.test_settings import SECRETS


@pytest.mark.parametrize(
    ("url", "kept"),
    [("HTTPS://Award.Example.ORG", "https://award.example.org"),
     ("Https://award.example.org:8443", "https://award.example.org:8443")],
)  # fmt: skip
def test_an_address_means_the_same_however_it_is_written(url: str, kept: str) -> None:
    loaded = config.load(_env_file=None, **SECRETS, base_url=url)
    assert (loaded.base_url, loaded.secure_cookies) == (kept, True)


def test_only_scheme_and_host_are_written_small() -> None:
    loaded = config.load(
        _env_file=None, **SECRETS,
        database_url="PostgreSQL://Kim:PassWord@DB.example.org/Award?sslmode=require",
        mail_url="SMTPS://Kim:PassWord@Mail.example.org:465",
        jobs_url="SQLite:/Var/Jobs.sqlite3",
        limits_url="REDISS://:PassWord@Limits.example.org/1",
    )  # fmt: skip
    assert loaded.database_url == "postgresql://Kim:PassWord@db.example.org/Award?sslmode=require"
    assert loaded.sqlalchemy_url.startswith("postgresql+psycopg://")
    assert loaded.mail_url == "smtps://Kim:PassWord@mail.example.org:465"
    assert loaded.jobs_url == "sqlite:/Var/Jobs.sqlite3"
    assert loaded.limits_url == "rediss://:PassWord@limits.example.org/1"


@pytest.mark.parametrize(
    ("name", "url"),
    [("base_url", "HTTP://award.example.org"), ("base_url", "Http://10.0.0.1"),
     ("database_url", "POSTGRESQL://u:p@db.example.org/x"),
     ("database_url", "PostgreSQL+psycopg://u:p@db.example.org/x"),
     ("jobs_url", "Postgresql://u:p@db.example.org/x"),
     ("jobs_url", "REDIS://jobs.example.org"), ("limits_url", "Redis://jobs.example.org")],
)  # fmt: skip
def test_capitals_get_nothing_past_the_judgement(name: str, url: str) -> None:
    (said,) = faults(**{name: url})
    assert said.startswith(f"AWARD_{name.upper()}: must ")
    assert "must start with one of" not in said


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("http://award.example.org", False), ("http://10.0.0.5:8000", False),
        ("http://0.0.0.0:8000", False), ("http://localhost.example.org", False),
        ("http://localhost:8000", True), ("http://127.0.0.1", True), ("http://[::1]:8000", True),
        ("https://award.example.org", True),
    ],
)  # fmt: skip
def test_only_this_machine_is_reached_by_http(url: str, fine: bool) -> None:
    assert bool(faults(base_url=url)) is not fine


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("postgresql://u:p@db.example.org/award", False),
        ("postgresql://u:p@db.example.org/award?sslmode=disable", False),
        ("postgresql://u:p@db.example.org/award?sslmode=prefer", False),
        ("postgresql://u:p@db.example.org/award?sslmode=require&sslmode=disable", False),
        ("postgresql://u:p@/award?host=db.example.org", False),
        ("postgresql://u:p@/award?host=localhost,db.example.org", False),
        ("postgresql://u:p@localhost/award?hostaddr=10.0.0.5", False),
        ("postgresql://u:p@10.1.2.3/award", False),
        ("postgresql:///award?service=live", False),
        ("postgresql://u:p@db.example.org/award?sslmode=require", True),
        ("postgresql://u:p@db.example.org/award?sslmode=verify-full", True),
        ("postgresql://u:p@localhost/award", True),
        ("postgresql://u:p@127.0.0.1:5433/award", True),
        ("postgresql:///award?host=/run/postgresql", True),
        ("postgresql:///award", True),
    ],
)
@pytest.mark.parametrize("name", ["database_url", "jobs_url"])
def test_a_database_over_a_network_states_that_it_is_encrypted(
    name: str, url: str, fine: bool
) -> None:
    assert bool(faults(**{name: url})) is not fine


def test_libpqs_own_variables_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example.org")
    assert faults(database_url="postgresql:///award")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert faults(database_url="postgresql:///award") == []


@pytest.mark.parametrize(
    ("variables", "url", "fine"),
    [
        ({"PGHOSTADDR": "10.0.0.1"}, "postgresql://u:p@localhost/award", False),
        ({"PGHOSTADDR": "10.0.0.1"}, "postgresql:///award?host=/run/postgresql", False),
        ({"PGHOSTADDR": "10.0.0.1"}, "postgresql://u:p@localhost/award?sslmode=require", True),
        ({"PGHOSTADDR": "10.0.0.1", "PGSSLMODE": "verify-ca"}, "postgresql://localhost/a", True),
        ({"PGHOSTADDR": "10.0.0.1"}, "postgresql://localhost/a?hostaddr=127.0.0.1", True),
        ({"PGHOSTADDR": "127.0.0.1"}, "postgresql://u:p@localhost/award", True),
        ({"PGHOST": "db.example.org"}, "postgresql://u:p@localhost/award", True),
        ({"PGHOST": "localhost,db.example.org"}, "postgresql:///award", False),
        ({"PGSSLMODE": "require"}, "postgresql://db.example.org/award?sslmode=prefer", False),
        ({"PGSSLMODE": "disable"}, "postgresql://db.example.org/award?sslmode=require", True),
        ({"PGSSLMODE": "prefer"}, "postgresql://db.example.org/award", False),
        ({"PGSERVICE": "live"}, "postgresql://u:p@localhost/award", False),
        ({"PGSERVICE": "live", "PGSSLMODE": "require"}, "postgresql:///award", False),
        ({"PGSERVICE": "live"}, "postgresql:///award?sslmode=require", True),
        ({"PGSERVICEFILE": "/etc/pg_service.conf"}, "postgresql://localhost/award", True),
        ({"PGSSLROOTCERT": "system"}, "postgresql://db.example.org/award", False),
    ],
)
@pytest.mark.parametrize("name", ["database_url", "jobs_url"])
def test_a_database_is_judged_as_libpq_would_reach_it(
    monkeypatch: pytest.MonkeyPatch, name: str, variables: dict[str, str], url: str, fine: bool
) -> None:
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert bool(faults(**{name: url})) is not fine


@pytest.mark.parametrize(
    ("url", "fine"),
    [("redis://jobs.example.org:6379/0", False), ("redis://localhost:6379/0", True),
     ("rediss://jobs.example.org:6379/0", True),
     ("rediss://jobs.example.org:6379/0?ssl_cert_reqs=none", False),
     ("rediss://jobs.example.org?ssl_cert_reqs=optional", False),
     ("rediss://jobs.example.org?ssl_check_hostname=false", False),
     ("rediss://jobs.example.org?ssl_check_hostname=0", False),
     ("rediss://jobs.example.org?ssl_check_hostname=true&ssl_cert_reqs=required", True),
     ("rediss://localhost?ssl_check_hostname=false", True)],
)  # fmt: skip
@pytest.mark.parametrize("name", ["jobs_url", "limits_url"])
def test_a_queue_over_a_network_is_encrypted(name: str, url: str, fine: bool) -> None:
    assert bool(faults(**{name: url})) is not fine
