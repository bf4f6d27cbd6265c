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
     "fictional-data-only-fictional-data-only", "Xk29-Xk29-Xk29-Xk29-Xk29-Xk29-Xk29",
     "P@ssw0rdP@ssw0rD1P@ssw0rd2P@ssw0rd", "admin123admin456admin789admin1234",
     "dev-key-please-do-not-use-in-prod!!", "DEV-KEY-PLEASE-DO-NOT-USE-IN-PROD!!",
     "aihealthcareawardaihealthcare2026award", "the quick brown fox jumps over the lazy dog",
     "HealthAndCare-Award-Production-Key-2026", "MyVeryOwnAwardKeyThatNobodyKnows123",
     "00000000-0000-4000-8000-000000000001", "1q2w3e4r5t6y7u8i9o0pazsxdcfvgbhnjm"],
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


@pytest.mark.parametrize("blank", [" " * 50, "\t" * 50, "\n" * 50, "\u00a0" * 50, "\u2003" * 50])
@pytest.mark.parametrize("names", [("secret_key",), ("password_salt",), ("totp_secret",),
                                   ("audit_key",), tuple(SECRETS)])  # fmt: skip
def test_what_is_blank_is_no_secret(names: tuple[str, ...], blank: str) -> None:
    said = faults(**dict.fromkeys(names, blank))
    assert [line.partition(":")[0] for line in said] == [f"AWARD_{n.upper()}" for n in names]
    assert all("must have at least" in line for line in said)


def test_a_secret_is_measured_and_used_without_what_stands_around_it() -> None:
    (said,) = faults(secret_key=f"{'':20}{SECRETS['secret_key'][:31]}{'':20}")
    assert "must have at least 32 characters" in said
    padded = {name: f" {secret}\n" for name, secret in SECRETS.items()}
    loaded = config.load(_env_file=None, **padded)
    assert {name: getattr(loaded, name) for name in SECRETS} == SECRETS


ALIKE = [
    lambda one: one, str.upper, str.lower, str.swapcase, lambda one: f"{one} ",
    lambda one: f"{one}1", lambda one: f"2{one}", lambda one: f"{one[:-1]}!",
    lambda one: f"{one[:20]}{secrets.token_urlsafe(24)}",
    lambda one: f"{secrets.token_urlsafe(24)}{one[-20:]}",
]  # fmt: skip


@pytest.mark.parametrize("change", ALIKE)
def test_a_secret_that_gives_another_away_stops_the_start(change: Any) -> None:
    one = secrets.token_urlsafe(48)
    (said,) = faults(secret_key=one, audit_key=change(one))
    assert said.startswith("AWARD_AUDIT_KEY: must differ from AWARD_SECRET_KEY")


@pytest.mark.parametrize("change", ALIKE)
def test_a_former_key_is_another_than_those_in_use(change: Any) -> None:
    fine = secrets.token_urlsafe(48)
    assert faults(audit_old_keys=f" {fine} , {secrets.token_urlsafe(48)},") == []
    for name in ("audit_key", "secret_key"):
        one = secrets.token_urlsafe(48)
        (said,) = faults(**{name: one, "audit_old_keys": f"{fine},{change(one)}"})
        assert said.startswith("AWARD_AUDIT_OLD_KEYS: has a key that must differ from AWARD_")
    (said,) = faults(audit_old_keys=f"{fine},{change(fine)}")
    assert said.startswith("AWARD_AUDIT_OLD_KEYS: has a key that must differ from the others")


@pytest.mark.parametrize("weak", ["changeme", "changeme" * 5, "k", SECRETS["audit_key"][:31],
                                  "dev-key-please-do-not-use-in-prod!!"])  # fmt: skip
def test_a_former_key_is_judged_as_the_present_one_is(weak: str) -> None:
    said = faults(audit_old_keys=f"{secrets.token_urlsafe(48)}, {weak}")
    assert said and all(line.startswith("AWARD_AUDIT_OLD_KEYS: has a key") for line in said)
    assert all(weak not in line.partition("python3")[0] for line in said if len(weak) > 1)


@pytest.mark.parametrize("make", [secrets.token_urlsafe, secrets.token_hex])
def test_secrets_made_at_random_are_taken(make: Any) -> None:
    for _ in range(250):
        made = {"secret_key": make(48), "password_salt": make(24), "totp_secret": make(48),
                "audit_key": make(48)}  # fmt: skip
        assert faults(**made) == []


def test_secrets_that_set_up_makes_are_taken(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.env"
        config.write_settings(path)
        config.load(_env_file=path)


@pytest.mark.parametrize(
    "given",
    [PUBLIC, {"base_url": "https://localhost"}, {"mail_url": "smtp://localhost:25"},
     {"mail_url": "smtps://mail.example.org"}, {"mail_url": "SMTP://localhost:25"},
     {"base_url": "HTTPS://127.0.0.1"}, {"base_url": "http://192.168.1.4:8000"},
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
