"""People, their roles, and the organisations they apply for."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import ClassVar

from flask_security import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from award.accounts.rules.actors import needs_second_factor
from award.accounts.rules.registers import Status
from award.foundation import clock
from award.foundation.db import Base, Dated, UTCDateTime, one_of, states
from award.foundation.names import key_of
from award.foundation.references import new_reference

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user_account.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
    Column("position", Integer, nullable=False, default=0),
    # Nobody knows of those that were given before this was kept.
    Column("given_at", UTCDateTime(), default=clock.now),
)


class Role(Base, RoleMixin):
    """A role of accounts; its name is a value of `foundation.policy.Role`."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str] = mapped_column(String(200), default="")


class User(Dated, Base, UserMixin):
    """A person with an account. The email address is kept in lower case."""

    __tablename__ = "user_account"
    __table_args__ = (CheckConstraint("length(email) >= 3 AND email = lower(email)", name="email"),)
    audited_as: ClassVar[str | None] = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(
        String(20),
        index=True,
        unique=True,
        default=lambda: new_reference("PER"),
        server_default="",
    )
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = key_of("name")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(
        String(64), unique=True, default=lambda: secrets.token_hex(32)
    )
    confirmed_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None]

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]
        secondary=user_role, lazy="raise"
    )

    @property
    def audited_person(self) -> tuple[str, str]:
        return self.name, self.email

    def verify_and_update_password(self, password: str) -> bool:
        """Asked by Flask-Security, which takes it for granted that there is one: an account that
        was made without has no right one."""
        return bool(self.password) and bool(super().verify_and_update_password(password))

    def check_tf_required_setup(self) -> bool:
        """Asked by Flask-Security: must this person keep a second factor once it is set up?"""
        return needs_second_factor(self)


class Organisation(Dated, Base):
    """An organisation as its people describe it. Registration numbers keep leading zeros."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "org_type IN ('sme', 'large_company', 'hei', 'charity', 'local_authority', 'nhs_body', "
            "'social_care_provider', 'csu_or_alb', 'other')",
            name="org_type",
        ),
    )
    audited_as: ClassVar[str | None] = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_key: Mapped[str] = key_of("name")
    former_names: Mapped[str] = mapped_column(Text, default="", server_default="")
    """A line each, the last first: lists find it by them, and so do conflicts of interest."""
    former_key: Mapped[str] = key_of("former_names", whole=True)
    org_type: Mapped[str] = mapped_column(String(30))
    address_line_1: Mapped[str] = mapped_column(String(200), default="")
    address_line_2: Mapped[str] = mapped_column(String(200), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    region: Mapped[str] = mapped_column(String(40), default="")
    hq_country: Mapped[str] = mapped_column(String(60), default="United Kingdom")
    uk_registered_office: Mapped[bool] = mapped_column(default=True)
    company_number: Mapped[str | None] = mapped_column(String(8))
    charity_number: Mapped[str | None] = mapped_column(String(10))
    ods_code: Mapped[str | None] = mapped_column(String(10))
    cqc_provider_id: Mapped[str | None] = mapped_column(String(20))
    website: Mapped[str] = mapped_column(String(255), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    members: Mapped[list[OrganisationMember]] = relationship(lazy="raise")

    @property
    def formerly(self) -> list[str]:
        return self.former_names.splitlines()

    @property
    def member_ids(self) -> frozenset[int]:
        """Who may use and edit it; `members` must be loaded."""
        return frozenset(member.user_id for member in self.members)


class OrganisationNumber(Base):
    """Whose a registration number is. Of organisations that shared one from before this was asked,
    the earliest; the others keep it in their record (`flask check` lists them)."""

    __tablename__ = "organisation_number"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class OrganisationMember(Base):
    """A person may use and edit an organisation's record."""

    __tablename__ = "organisation_member"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )


class JoinRequest(Base):
    """Somebody asks to be let into an organisation whose number they gave, and knows nothing of it.
    `let_in` is None until it was answered."""

    __tablename__ = "join_request"
    __table_args__ = (CheckConstraint("(answered_at IS NULL) = (let_in IS NULL)", name="answered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    let_in: Mapped[bool | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    person: Mapped[User] = relationship(lazy="raise", foreign_keys=[person_id])


class RegisterImport(Base):
    """One extract that was loaded; `digest` is the SHA-256 of its file."""

    __tablename__ = "register_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    loaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    rows: Mapped[int]
    whole: Mapped[bool]
    digest: Mapped[str] = mapped_column(String(64))


class RegisterEntry(Base):
    """What a public register says of one number, from the latest extract that has it. `key` is
    the number as it is compared (`same_number`)."""

    __tablename__ = "register_entry"
    __table_args__ = (CheckConstraint(one_of("status", Status), name="status"),)

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    address_line_1: Mapped[str] = mapped_column(String(200))
    address_line_2: Mapped[str] = mapped_column(String(200))
    town: Mapped[str] = mapped_column(String(100))
    postcode: Mapped[str] = mapped_column(String(10))
    region: Mapped[str] = mapped_column(String(40))
    org_type: Mapped[str] = mapped_column(String(30))
    status: Mapped[Status] = mapped_column(states(Status, 20))
    as_of: Mapped[date]
    import_id: Mapped[int] = mapped_column(ForeignKey("register_import.id"), index=True)


class SignIn(Base):
    """A browser that somebody is signed in with. Its cookie holds a token; this row, the token's
    SHA-256. Without the row the cookie is worth nothing."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(60))
    signed_in_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime]


class LastSignIn(Base):
    """When somebody last signed in. Rows of `sign_in` go when a sign-in ends; this one stays, so
    that the programme can see who of those it waits for has not been there at all. It is not the
    account's own row, which whoever assigns may hold for long."""

    __tablename__ = "last_sign_in"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    at: Mapped[datetime]


class SignInAttempt(Base):
    """A sign-in that failed or an email that was asked for: enough to slow both down, kept for a
    day.

    `account` is a key of `rules.throttle`: a hash of the email address that was typed, say,
    whether or not it has an account.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_address", "address", "at"),
        Index("ix_sign_in_attempt_account", "account", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
