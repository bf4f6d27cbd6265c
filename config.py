"""Settings of the application, read from the environment and `instance/settings.env`.

Every setting is an environment variable that starts with `AWARD_`. A missing or malformed
one stops the start with a single message that lists all of them.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated, Any, Literal

from click import ClickException
from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"

_DATABASE_SCHEMES = ("sqlite://", "postgresql://", "postgresql+psycopg://")
_MAIL_SCHEMES = ("file:", "smtp://", "smtps://")
_JOB_SCHEMES = ("sqlite:", "redis://", "rediss://", "postgresql://")


class BadSettings(ClickException):
    """One or more settings are missing or malformed; the message lists each on its own line.

    A ClickException, so that `flask` shows the message without a traceback. Not a SystemExit:
    gunicorn would take that for a worker that ended well, and start it again for ever.
    """


def _one_of(schemes: tuple[str, ...]) -> AfterValidator:
    def check(url: str) -> str:
        if not url.startswith(schemes):
            raise ValueError(f"must start with one of {', '.join(schemes)}")
        return url

    return AfterValidator(check)


class Settings(BaseSettings):
    """What can be configured. The attribute `name` is set by the variable `AWARD_NAME`."""

    model_config = SettingsConfigDict(
        env_prefix="AWARD_",
        env_file=INSTANCE / "settings.env",
        env_ignore_empty=True,
        extra="ignore",
    )

    secret_key: str = Field(min_length=32)
    """Signs sessions and links in emails: at least 32 characters, kept secret."""
    password_salt: str = Field(min_length=16)
    """Goes into every password hash and link signature: at least 16 characters, never changed."""
    totp_secret: str = Field(min_length=32)
    """Encrypts authenticator-app secrets in the database: at least 32 characters."""
    database_url: Annotated[str, _one_of(_DATABASE_SCHEMES)] = f"sqlite:///{INSTANCE}/award.sqlite3"
    mail_url: Annotated[str, _one_of(_MAIL_SCHEMES)] = f"file:{INSTANCE}/mail"
    """`file:DIRECTORY` writes `.eml` files; `smtp://user:password@host:port` sends them."""
    mail_sender: str = "AI in Health and Care Award <no-reply@award.example>"
    contact_email: str = "award-team@award.example"
    jobs_url: Annotated[str, _one_of(_JOB_SCHEMES)] = f"sqlite:{INSTANCE}/jobs.sqlite3"
    base_url: str = Field(default="http://127.0.0.1:8000", pattern=r"^https?://[^/]+$")
    """Where people reach the service; links in emails start with it."""
    service_name: str = Field(default="AI in Health and Care Award", min_length=3, max_length=80)
    demonstration: bool = False
    """Says "Demonstration, fictional data" on every page and turns the second factor off."""
    show_nhs_logo: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    max_post_bytes: int = Field(default=2_000_000, ge=100_000)
    outbox_lease_seconds: int = Field(default=60, ge=1)
    """An email that a worker took up longer ago than this, and has not sent, is taken up again."""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies in front set X-Forwarded-For and X-Forwarded-Proto."""
    testing: bool = False

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sqlalchemy_url(self) -> str:
        """The database URL with the driver named, as SQLAlchemy wants it."""
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)


def load(**overrides: Any) -> Settings:
    """Read the settings; raise BadSettings with one line for each that is wrong."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = [
            f"  AWARD_{'_'.join(str(part) for part in item['loc']).upper()}: {_reason(item)}"
            for item in error.errors()
        ]
        raise BadSettings("These settings need attention:\n" + "\n".join(lines)) from None


def _reason(item: Any) -> str:
    if item["type"] == "missing":
        return "is missing"
    return str(item["msg"]).removeprefix("Value error, ")


def write_demonstration_settings(path: Path = INSTANCE / "settings.env") -> bool:
    """Give a fresh checkout secrets of its own and the demonstration; False when it has some."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Made at set-up. Keep it secret; see docs/operations.md for every setting.",
        f"AWARD_SECRET_KEY={secrets.token_urlsafe(48)}",
        f"AWARD_PASSWORD_SALT={secrets.token_urlsafe(24)}",
        f"AWARD_TOTP_SECRET={secrets.token_urlsafe(48)}",
        "AWARD_DEMONSTRATION=true",
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return True


if __name__ == "__main__":
    write_demonstration_settings()
