from __future__ import annotations

from pathlib import Path

import pytest

import config


def test_every_fault_stands_in_one_message() -> None:
    with pytest.raises(config.BadSettings) as caught:
        config.load(_env_file=None, secret_key="short", database_url="mysql://x")
    message = str(caught.value)
    assert message.startswith("These settings need attention:")
    for name in ("AWARD_SECRET_KEY", "AWARD_DATABASE_URL", "AWARD_PASSWORD_SALT",
                 "AWARD_TOTP_SECRET", "AWARD_AUDIT_KEY"):  # fmt: skip
        assert name in message
    assert "AWARD_MAIL_URL" not in message
    assert "short" not in message, "a secret's value is never shown"


def test_set_up_makes_secrets_once(tmp_path: Path) -> None:
    path = tmp_path / "settings.env"
    assert config.write_settings(path) is True
    first = path.read_text()
    assert config.write_settings(path) is False
    assert path.read_text() == first
    assert path.stat().st_mode & 0o077 == 0
    settings = config.load(_env_file=path)
    assert settings.demonstration is False
    assert len(settings.secret_key) >= 32


def test_set_up_adds_the_secret_that_a_newer_version_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "settings.env"
    config.write_settings(path)
    older = [line for line in path.read_text().splitlines() if "AUDIT_KEY" not in line]
    path.write_text("\n".join(older))
    with pytest.raises(config.BadSettings, match="AWARD_AUDIT_KEY: is missing"):
        config.load(_env_file=path)
    assert config.write_settings(path) is False
    assert path.read_text().splitlines()[: len(older)] == older
    assert len(config.load(_env_file=path).audit_key) >= 32


SECRETS = {
    "secret_key": "b7Qk2mXw9Ze4RtUj1LdNs8PyVhGfAc5B3xTo6iKq",
    "password_salt": "Yw3nLq8Ze5RkUt1Jd6Ms",
    "totp_secret": "Jm5vCx8Lq2WnRz7TkHd4Pf9YsGb1Ua6E3oKiQtXe",
    "audit_key": "Hn4wPc7Xs2BvLq9RmTgYd6KfZj1Ea5U8oJiNtQrG",
}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MAIL_SENDER", "The award", "must be like The award <name@example.org>"),
        ("MAIL_SENDER", "The award <someone@>", "must be like The award <name@example.org>"),
        ("MAIL_SENDER", "A <a b@example.org>", "must be like The award <name@example.org>"),
        ("CONTACT_EMAIL", "award.example.org", "must be an email address, like name@example.org"),
        ("BASE_URL", "award.example.org", "must be like https://award.example.org"),
        ("BASE_URL", "https://award.example.org/",
         "must end after the host: no path, and no / at its end"),
        ("BASE_URL", "https://award.example.org:99999",
         "has a port that is not a number from 1 to 65535"),
        ("BASE_URL", "https://award.example.org?a=1",
         "must end after the host: no path, and no / at its end"),
        ("BASE_URL", "https://award.example.org#a",
         "must end after the host: no path, and no / at its end"),
        ("BASE_URL", "https://award example.org", "must have no spaces and no line breaks"),
        ("BASE_URL", "https://award.example.org\n", "must have no spaces and no line breaks"),
        ("BASE_URL", "https://award.ex\tample.org", "must have no spaces and no line breaks"),
        ("BASE_URL", "http://user@127.0.0.1",
         "must name the host alone: no user or password before it"),
        ("BASE_URL", "http://localhost@award.example.org",
         "must name the host alone: no user or password before it"),
        ("BASE_URL", "http://@localhost",
         "must name the host alone: no user or password before it"),
        ("BASE_URL", "https://award.example.org\\@x",
         "must name the host alone: no user or password before it"),
        ("BASE_URL", "https://award_.example.org,x",
         "has a host that is not letters, digits, dots and hyphens"),
        ("BASE_URL", "https://[::1", "must be like https://award.example.org"),
        ("DATABASE_URL", "postgresql://u:p@db example/x", "must have no spaces"),
        ("MAIL_URL", "smtp://host\n", "must be one line, without control characters"),
        ("JOBS_URL", "redis://localhost\r\n", "must be one line, without control characters"),
        ("MAIL_SENDER", "A <a@b.example>\r\nBcc: x@y.example",
         "must be one line, without control characters"),
        ("MAIL_SENDER", "A\u202e <a@b.example>", "must be one line, without control characters"),
        ("MAIL_SENDER", "=?utf-8?q?x=0D=0A?= <a@b.example>",
         "must be written as it reads, without encoded words (=?)"),
        ("MAIL_SENDER", "a@b.example, c@d.example", "must be one address"),
        ("CONTACT_EMAIL", "a@b.example\nx",
         "must be an email address, like name@example.org"),
        ("SERVICE_NAME", "Award\r\nBcc: x", "must be one line, without control characters"),
        ("SERVICE_NAME", "The\u2028award", "must be one line, without control characters"),
        ("SERVICE_NAME", "      ", "must have at least 3 characters"),
        ("DATABASE_URL", "postgresql://host",
         "must name a database, like postgresql://user:password@host/name"),
        ("MAIL_URL", "file:", "must name a folder after the colon"),
        ("DATABASE_URL", "mysql://x",
         "must start with one of sqlite://, postgresql://, postgresql+psycopg://"),
        ("MAIL_URL", "smtp://", "must name a host, like smtp://host"),
        ("MAIL_URL", "smtp://host:port", "has a port that is not a number from 1 to 65535"),
        ("MAIL_URL", "smtp://u:p@host:25?tls=no",
         "must end after the host and port: nothing else is read"),
        ("MAIL_URL", "smtps://host/verify",
         "must end after the host and port: nothing else is read"),
        ("JOBS_URL", "redis://:0", "must name a host, like redis://host"),
        ("SERVICE_NAME", "AI", "must have at least 3 characters"),
        ("SERVICE_NAME", "A" * 81, "must have at most 80 characters"),
        ("DEMONSTRATION", "perhaps", "must be true or false"),
        ("MAX_POST_BYTES", "many", "must be a whole number"),
        ("MAX_POST_BYTES", "5", "must be 100000 or more"),
        ("TRUSTED_PROXIES", "9", "must be 5 or less"),
        ("LOG_LEVEL", "LOUD", "must be DEBUG, INFO, WARNING or ERROR"),
    ],
)  # fmt: skip
def test_a_malformed_setting_says_how_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(f"AWARD_{name}", value)
    with pytest.raises(config.BadSettings) as caught:
        config.load(_env_file=None, **SECRETS)
    assert str(caught.value).splitlines() == [
        "These settings need attention:",
        f"  AWARD_{name}: {says}",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAIL_SENDER", "award@example.org"),
        ("MAIL_SENDER", "The award <award@example.org>"),
        ("BASE_URL", "http://localhost:8000"),
        ("BASE_URL", "http://[::1]:8000"),
        ("DATABASE_URL", "sqlite:///data/award.sqlite3"),
        ("DATABASE_URL", "postgresql:///award?host=/run/postgresql"),
        ("DATABASE_URL", "postgresql://u:p%40ss@host:5432/award?sslmode=require"),
        ("JOBS_URL", "rediss://host:6379/0"),
        ("MAIL_URL", "smtps://user:password@host:465"),
    ],
)
def test_what_is_right_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"AWARD_{name}", value)
    assert getattr(config.load(_env_file=None, **SECRETS), name.lower()) == value


def test_a_mistyped_name_is_a_fault_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWARD_MAIL_SENDR", "award@example.org")
    monkeypatch.setenv("AWARD_START_PORT", "8000")  # of `make run`, no setting
    path = tmp_path / "settings.env"
    path.write_text(
        "# AWARD_OLD=1\nAWARD_DATABSE_URL=sqlite:///x\nAWARD_COLOUR=blue\nOTHER=1\n", "utf-8"
    )
    with pytest.raises(config.BadSettings) as caught:
        config.load(_env_file=path, **SECRETS)
    assert str(caught.value).splitlines() == [
        "These settings need attention:",
        "  AWARD_COLOUR: there is no such setting",
        "  AWARD_DATABSE_URL: there is no such setting. Did you mean AWARD_DATABASE_URL?",
        "  AWARD_MAIL_SENDR: there is no such setting. Did you mean AWARD_MAIL_SENDER?",
    ]
