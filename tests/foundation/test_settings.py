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
                 "AWARD_TOTP_SECRET"):  # fmt: skip
        assert name in message
    assert "AWARD_MAIL_URL" not in message
    assert "short" not in message, "a secret's value is never shown"


def test_set_up_makes_secrets_once(tmp_path: Path) -> None:
    path = tmp_path / "settings.env"
    assert config.write_demonstration_settings(path) is True
    first = path.read_text()
    assert config.write_demonstration_settings(path) is False
    assert path.read_text() == first
    assert path.stat().st_mode & 0o077 == 0
    settings = config.load(_env_file=path)
    assert settings.demonstration is True
    assert len(settings.secret_key) >= 32
