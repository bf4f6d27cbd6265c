"""Settings of the application, read from the environment and `instance/settings.env`.

Every setting is an environment variable that starts with `AWARD_`. A missing or malformed
one stops the start with a single message that lists all of them.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from click import ClickException
from pydantic import AfterValidator, Field, StringConstraints, ValidationError, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

from award.settings import addresses, safety

ROOT = Path(__file__).resolve().parent
INSTANCE = ROOT / "instance"

_DATABASE_SCHEMES = ("sqlite://", "postgresql://", "postgresql+psycopg://")
_MAIL_SCHEMES = ("file:", "smtp://", "smtps://")
_LIMIT_SCHEMES = ("memory://", "redis://", "rediss://")
_JOB_SCHEMES = ("sqlite:", "redis://", "rediss://", "postgresql://")
_FILE_SCHEMES = ("file:", "s3://", "az://", "gs://")
_SCANNER_SCHEMES = ("unix:", "tcp://")

PREFIX: Final = "AWARD_"
BESIDE_SETTINGS: Final = frozenset({"AWARD_START_PORT"})
"""Variables that start like settings and are none: `make run` marks its process with one."""


class BadSettings(ClickException):
    """One or more settings are missing or malformed; the message lists each on its own line.

    A ClickException, so that `flask` shows the message without a traceback. Not a SystemExit:
    gunicorn would take that for a worker that ended well, and start it again for ever.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        lines = [f"  {fault}" for fault in faults]
        super().__init__("\n".join(["These settings need attention:", *lines]))


_Secret = Annotated[str, StringConstraints(strip_whitespace=True)]
_Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(addresses.line)]


class Settings(BaseSettings):
    """What can be configured. The attribute `name` is set by the variable `AWARD_NAME`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=INSTANCE / "settings.env",
        env_ignore_empty=True,
        extra="ignore",
    )

    secret_key: _Secret = Field(min_length=32)
    """Signs sessions and links in emails: at least 32 characters, kept secret."""
    password_salt: _Secret = Field(min_length=16)
    """Goes into every password hash and link signature: at least 16 characters, never changed."""
    totp_secret: _Secret = Field(min_length=32)
    """Encrypts authenticator-app secrets in the database: at least 32 characters."""
    audit_key: _Secret = Field(min_length=32)
    """Goes into the hashes of the audit trail: who can write in the database can't make them
    without it."""
    audit_old_keys: str = ""
    """Keys that were in use before, with commas between: events keep the hash of their day."""
    database_url: Annotated[str, addresses.one_of(_DATABASE_SCHEMES)] = (
        f"sqlite:///{INSTANCE}/award.sqlite3"
    )
    mail_url: Annotated[str, addresses.one_of(_MAIL_SCHEMES)] = f"file:{INSTANCE}/mail"
    """`file:DIRECTORY` writes `.eml` files; `smtp://user:password@host:port` sends them."""
    mail_sender: Annotated[str, AfterValidator(addresses.sender)] = (
        "AI in Health and Care Award <no-reply@award.example>"
    )
    contact_email: Annotated[str, AfterValidator(addresses.email_address)] = (
        "award-team@award.example"
    )
    jobs_url: Annotated[str, addresses.one_of(_JOB_SCHEMES)] = f"sqlite:{INSTANCE}/jobs.sqlite3"
    limits_url: Annotated[str, addresses.one_of(_LIMIT_SCHEMES)] = "memory://"
    """Where limits on internet addresses are counted: each process for itself, or `redis://`."""
    files: Annotated[str, addresses.one_of(_FILE_SCHEMES)] = f"file:{INSTANCE}/files"
    """Where uploaded files lie: a folder, or `s3://`, `az://` or `gs://` and the bucket."""
    clamav: Annotated[str, addresses.one_of(("", *_SCANNER_SCHEMES))] = ""
    """Where a ClamAV daemon listens: `unix:/path` or `tcp://127.0.0.1:3310`. Without one, files
    are not scanned, and pages say so."""
    max_file_bytes: int = Field(default=30_000_000, ge=100_000, le=1_000_000_000)
    """No uploaded file is larger, whatever its question allows."""
    base_url: Annotated[str, AfterValidator(addresses.base_url)] = "http://127.0.0.1:8000"
    """Where people reach the service; links in emails start with it."""
    service_name: _Line = Field(default="AI in Health and Care Award", min_length=3, max_length=80)
    demonstration: bool = False
    """Says "Demonstration, fictional data" on every page and turns the second factor off."""
    show_nhs_logo: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    max_post_bytes: int = Field(default=2_000_000, ge=100_000)
    outbox_lease_seconds: int = Field(default=60, ge=1)
    """An email that a worker took up longer ago than this, and has not sent, is taken up again."""
    adjustment_need_days: int = Field(default=30, ge=1, le=365)
    """So many days after a round is over, why somebody asked for an adjustment is deleted."""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies in front set X-Forwarded-For and X-Forwarded-Proto."""
    slow_seconds: float = Field(default=10, gt=0)
    """A request that takes so long counts as trouble for whoever made it near a deadline."""
    trouble_hours: int = Field(default=6, ge=1, le=72)
    """For how long before an application closes such requests, and errors, are noted."""
    trouble_days: int = Field(default=5, ge=1, le=30)
    """For how long after closing everyone who was hit can be given more time in one act."""
    publisher_name: str = Field(default="", max_length=200)
    """Who funds and publishes, in open data; the name of the service while it is blank."""
    publisher_id: Annotated[str, StringConstraints(pattern=r"^([A-Z0-9]+-[A-Za-z0-9-]+)?$")] = ""
    """That organisation in a public register, like GB-GOR-D12."""
    publisher_website: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""
    giving_prefix: Annotated[str, StringConstraints(pattern=r"^360G-[A-Za-z0-9]+$")] = (
        "360G-unregistered"
    )
    """The prefix that 360Giving gave the publisher: identifiers of awards start with it."""
    open_data_licence: Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")] = ""
    """Address of the licence of open data. Without one, pages say that none was chosen."""
    testing: bool = False

    @property
    def former_audit_keys(self) -> list[str]:
        return [key.strip() for key in self.audit_old_keys.split(",") if key.strip()]

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def sqlalchemy_url(self) -> str:
        """The database URL with the driver named, as SQLAlchemy wants it."""
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)


class _Unread(BaseSettings):
    model_config = Settings.model_config


def load(**overrides: Any) -> Settings:
    """Read the settings; raise BadSettings with one line for each that is wrong or unknown."""
    file = overrides.get("_env_file", Settings.model_config.get("env_file"))
    faults = [*_unknown(file), *_stored_demonstration(file)]
    settings = None
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        names = ("_".join(str(part) for part in item["loc"]).upper() for item in error.errors())
        faults += [
            f"{PREFIX}{name}: {_reason(item)}"
            for name, item in zip(names, error.errors(), strict=True)
        ]
    given = vars(_AsGiven(**overrides))
    said = {fault.partition(":")[0] for fault in faults}
    for name, wrong in safety.faults(given):
        if f"{PREFIX}{name.upper()}" not in said:
            faults.append(f"{PREFIX}{name.upper()}: {wrong}")
    if settings is None or faults:
        raise BadSettings(faults)
    return settings


_FIELDS: Final[dict[str, Any]] = {
    name: (Any, "" if item.is_required() else item.default)
    for name, item in Settings.model_fields.items()
}
_AsGiven: Final = create_model("_AsGiven", __base__=_Unread, **_FIELDS)
"""The settings unread, so that all can be judged together when one of them is malformed."""


def _stored_demonstration(file: Any) -> Iterable[str]:
    """A demonstration is made by whoever starts one, never by a file that lies there."""
    path = Path(file) if file else None
    stored = _DEMONSTRATION.findall(path.read_text("utf-8")) if path and path.is_file() else []
    if stored and safety.says_yes(stored[-1]) and f"{PREFIX}DEMONSTRATION" not in os.environ:
        yield (
            f"{PREFIX}DEMONSTRATION: does not stand in a file; take the line out of {path}."
            " Only make run and make reset make a demonstration"
        )


def _unknown(file: Any) -> Iterable[str]:
    """Variables that look like settings and are none: a mistyped name must not go unseen."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    path = Path(file) if file else None
    stored = _NAME.findall(path.read_text("utf-8")) if path and path.is_file() else []
    for name in sorted({*os.environ, *stored} - known - BESIDE_SETTINGS):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            names = [setting.removeprefix(PREFIX) for setting in known]
            near = get_close_matches(name.upper().removeprefix(PREFIX), names, 1, 0.75)
            meant = f". Did you mean {PREFIX}{near[0]}?" if near else ""
            yield f"{name}: there is no such setting{meant}"


_NAME: Final = re.compile(rf"^\s*(?:export\s+)?({PREFIX}\w+)\s*=", re.MULTILINE | re.IGNORECASE)
_DEMONSTRATION: Final = re.compile(
    rf"^\s*(?:export\s+)?{PREFIX}DEMONSTRATION\s*=\s*(\S*)", re.MULTILINE | re.IGNORECASE
)

_REASONS: Final = {
    "missing": "is missing",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "string_type": "must be text",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "is too large a number",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
}


def _reason(item: Any) -> str:
    """In our words; never with the value, which may be a secret."""
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    context = {name: str(value).replace("'", "") for name, value in item.get("ctx", {}).items()}
    return _REASONS.get(item["type"], "can't be read").format_map(context)


MADE: Final = "# Made at set-up. Keep it secret; see docs/operations.md for every setting.\n"


def write_settings(path: Path = INSTANCE / "settings.env") -> bool:
    """Give a fresh checkout secrets of its own; False when it has some. What set-up once wrote of
    a demonstration is taken out, and what it did not yet write is added."""
    audit_key = f"AWARD_AUDIT_KEY={secrets.token_urlsafe(48)}"
    if path.exists():
        lines = path.read_text("utf-8").splitlines(keepends=True)
        if lines and lines[0] == MADE and "AWARD_DEMONSTRATION=true\n" in lines:
            lines.remove("AWARD_DEMONSTRATION=true\n")
            path.write_text("".join(lines), encoding="utf-8")
        if "AWARD_AUDIT_KEY" not in _NAME.findall("".join(lines)):
            path.write_text("".join(lines).rstrip() + f"\n{audit_key}\n", encoding="utf-8")
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        MADE.rstrip(),
        f"AWARD_SECRET_KEY={secrets.token_urlsafe(48)}",
        f"AWARD_PASSWORD_SALT={secrets.token_urlsafe(24)}",
        f"AWARD_TOTP_SECRET={secrets.token_urlsafe(48)}",
        audit_key,
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return True


if __name__ == "__main__":
    write_settings()
