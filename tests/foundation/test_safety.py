"""A service that others can reach doesn't start with what only a trial may have."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest

import config
from tests.foundation.test_settings import SECRETS

PUBLIC = {"base_url": "https://award.example.org"}


def faults(**given: Any) -> list[str]:
    try:
        config.load(_env_file=None, **{**SECRETS, **given})
    except config.BadSettings as error:
        return [line.strip() for line in str(error).splitlines()[1:]]
    return []


@pytest.mark.parametrize(
    "secret",
    ["changeme" * 4, "ChangeMe-" * 5, "k" * 40, "ab" * 20, "abc" * 14, "0123456789" * 4,
     "abcdefghijklmnopqrstuvwxyz0123456789", "this-is-my-secret-key-for-the-award",
     "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffgggggggg", "password1234password1234password",
     "fictional-data-only-fictional-data-only", "Xk29-Xk29-Xk29-Xk29-Xk29-Xk29-Xk29"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["secret_key", "password_salt", "totp_secret", "audit_key"])
def test_a_secret_that_can_be_guessed_stops_the_start(name: str, secret: str) -> None:
    (said,) = faults(**{name: secret})
    assert said.startswith(f"AWARD_{name.upper()}: can be guessed")
    assert secret not in said


def test_equal_secrets_stop_the_start_and_every_fault_stands_in_one_message() -> None:
    same = secrets.token_urlsafe(48)
    assert len(faults(secret_key=same, password_salt=same, totp_secret=same)) == 2
    said = faults(
        secret_key="changeme" * 4,
        password_salt="changeme" * 4,
        totp_secret="short",
        base_url="http://award.example.org",
        database_url="postgresql://u:p@db.example.org/award",
        jobs_url="redis://jobs.example.org",
        mail_sender="nobody",
    )
    names = {line.partition(":")[0] for line in said}
    assert names == {"AWARD_SECRET_KEY", "AWARD_PASSWORD_SALT", "AWARD_TOTP_SECRET",
                     "AWARD_BASE_URL", "AWARD_DATABASE_URL", "AWARD_JOBS_URL",
                     "AWARD_MAIL_SENDER"}  # fmt: skip


@pytest.mark.parametrize("make", [secrets.token_urlsafe, secrets.token_hex])
def test_secrets_made_at_random_are_taken(make: Any) -> None:
    for _ in range(50):
        assert faults(secret_key=make(48), password_salt=make(24), totp_secret=make(48)) == []


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
    ("url", "fine"),
    [("redis://jobs.example.org:6379/0", False), ("redis://localhost:6379/0", True),
     ("rediss://jobs.example.org:6379/0", True),
     ("rediss://jobs.example.org:6379/0?ssl_cert_reqs=none", False)],
)  # fmt: skip
def test_a_queue_over_a_network_is_encrypted(url: str, fine: bool) -> None:
    assert bool(faults(jobs_url=url)) is not fine


@pytest.mark.parametrize(
    "given",
    [PUBLIC, {"base_url": "https://localhost"}, {"mail_url": "smtp://localhost:25"},
     {"mail_url": "smtps://mail.example.org"}, {"base_url": "http://192.168.1.4:8000"},
     {"trusted_proxies": 1}],
)  # fmt: skip
def test_a_demonstration_is_for_this_machine_alone(given: dict[str, Any]) -> None:
    said = faults(demonstration=True, **given)
    assert [line for line in said if line.startswith("AWARD_DEMONSTRATION: must not be true")]
    assert faults(demonstration=True) == []


def test_a_demonstration_that_others_could_reach_hears_of_its_secrets_too() -> None:
    said = faults(demonstration=True, secret_key="changeme" * 4, **PUBLIC)
    assert [line.partition(":")[0] for line in said] == ["AWARD_DEMONSTRATION", "AWARD_SECRET_KEY"]


def test_what_is_for_tests_is_for_this_machine_alone() -> None:
    assert any(line.startswith("AWARD_TESTING") for line in faults(testing=True, **PUBLIC))


def test_a_demonstration_is_made_by_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWARD_DEMONSTRATION", raising=False)
    path = tmp_path / "settings.env"
    path.write_text("AWARD_DEMONSTRATION=true\n", "utf-8")
    with pytest.raises(config.BadSettings, match="AWARD_DEMONSTRATION: does not stand in a file"):
        config.load(_env_file=path, **SECRETS)
    monkeypatch.setenv("AWARD_DEMONSTRATION", "true")
    assert config.load(_env_file=path, **SECRETS).demonstration is True
    monkeypatch.setenv("AWARD_DEMONSTRATION", "false")
    assert config.load(_env_file=path, **SECRETS).demonstration is False


def test_set_up_takes_out_what_it_once_wrote(tmp_path: Path) -> None:
    path = tmp_path / "settings.env"
    path.write_text(f"{config.MADE}AWARD_LOG_LEVEL=INFO\nAWARD_DEMONSTRATION=true\n", "utf-8")
    assert config.write_settings(path) is False
    first, level, added = path.read_text().splitlines()
    assert (first, level) == (config.MADE.rstrip(), "AWARD_LOG_LEVEL=INFO")
    assert added.startswith("AWARD_AUDIT_KEY="), "what it did not yet write"
