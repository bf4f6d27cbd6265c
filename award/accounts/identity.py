"""What Flask-Security does through us: accounts in our database, audited; email by our outbox."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_login import user_logged_out  # type: ignore[import-untyped]
from flask_security import (
    EmailValidateException,
    MailUtil,
    PasswordUtil,
    SQLAlchemyUserDatastore,
    Totp,
    current_user,
    send_mail,
    signals,
)
from flask_security.utils import get_message

from award.accounts import equal_work, known_browsers, sign_ins
from award.accounts.models import User
from award.accounts.passwords import fault_of
from award.accounts.queries import organisations, people
from award.accounts.rules import throttle
from award.accounts.rules.actors import as_actor, lacks_second_factor
from award.accounts.rules.emails import CODED
from award.accounts.services import sign_in
from award.accounts.words import NOTICE_SUBJECTS, SUBJECTS_BY_TEMPLATE
from award.foundation import audit, clock, outbox
from award.foundation.db import db, transaction
from award.foundation.policy import ANONYMOUS, Actor
from award.foundation.security import HELD_BY_LINK
from award.foundation.text import one_line


def load_actor() -> Actor:
    """Whoever is signed in, from the one query that loads the account with its roles."""
    holds = frozenset(session.get(HELD_BY_LINK, ()))
    if not current_user.is_authenticated:
        return replace(ANONYMOUS, holds=holds) if holds else ANONYMOUS
    enforced = current_app.config["SECURITY_TWO_FACTOR"]
    # Kept for the header: after a refusal rolled the session back, the account is not loaded.
    g.held_up = enforced and lacks_second_factor(current_user)
    found = as_actor(current_user, second_factor_enforced=enforced)
    marks: frozenset[str] = g.get("marks", frozenset())
    return replace(found, holds=holds, marks=marks) if holds or marks else found


def actor_of(user_id: int) -> Actor | None:
    """Who this account is now, when nobody is signed in: for jobs. None while it is suspended."""
    user = people.user_with_roles(user_id)
    if user is None or not user.active:
        return None
    return as_actor(user, second_factor_enforced=current_app.config["SECURITY_TWO_FACTOR"])


def _audit(user: User, verb: str, **changes: Any) -> None:
    """The person does this to their own account."""
    db.session.flush()
    audit.record(as_actor(user), f"user_account.{verb}", user, changes)


def _tell(user: User, template: str) -> None:
    """Whoever else got into the account can't change how it is signed in to unnoticed."""
    send_mail(NOTICE_SUBJECTS[template], user.email, f"security/email/{template}", user=user)


class Datastore(SQLAlchemyUserDatastore):
    """Accounts; what changes them without a signal is audited here."""

    def commit(self) -> None:
        with transaction():
            pass

    def mf_set_recovery_codes(self, user: Any, rcs: list[str] | None) -> None:
        super().mf_set_recovery_codes(user, rcs)
        _audit(user, "make_recovery_codes", count=len(rcs or ()))
        _tell(user, "recovery_codes_notice")

    def mf_delete_recovery_code(self, user: Any, idx: int) -> bool:
        """A new list, so that the change is seen and written."""
        codes = list(user.mf_recovery_codes or ())
        if not 0 <= idx < len(codes):
            return False
        user.mf_recovery_codes = codes[:idx] + codes[idx + 1 :]
        _audit(user, "use_recovery_code", left=len(codes) - 1)
        return True


class OneTimeCodes(Totp):
    """Codes of an authenticator app, each good for one sign-in only."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter


class ChosenPassword(PasswordUtil):
    """New passwords keep to our rules."""

    def validate(
        self, password: str, is_register: bool, **about: Any
    ) -> tuple[list[str] | None, str]:
        normal = str(self.normalize(password))
        user = about.get("user")
        known = about if is_register or user is None else {"email": user.email, "name": user.name}
        of = [] if is_register or user is None else organisations.organisation_names_of(user.id)
        wrong = fault_of(
            normal,
            email=str(known.get("email") or ""),
            name=str(known.get("name") or ""),
            organisations=of,
        )
        return ([wrong] if wrong else None), normal


class OutboxMail(MailUtil):
    """Email goes into the outbox, in the transaction of the request that causes it."""

    def normalize(self, email: str) -> str:
        return str(super().normalize(one_line(email))).lower()

    def validate(self, email: str) -> str:
        if CODED in email:
            raise EmailValidateException(get_message("INVALID_EMAIL_ADDRESS")[0])
        return str(super().validate(one_line(email))).lower()

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        # Links were made for the host that the request named; only our own setting is trusted.
        text = (body or "").replace(request.url_root, f"{current_app.config['BASE_URL']}/")
        user = kwargs.get("user")
        to = outbox.Recipient(recipient, user.name if user is not None else "")
        name = template.rpartition("/")[2]
        subject = SUBJECTS_BY_TEMPLATE.get(name, subject)
        g.mail_asked = True
        with equal_work.unless_held():
            outbox.queue_text(f"accounts.{name}", to, subject, text.strip() + "\n")
        after_this_request(_commit)


def _commit(response: Response) -> Response:
    """Some of the pages that send email change nothing else, and would not commit."""
    with transaction():
        pass
    return response


def _registered(_app: Flask, user: User, **_more: Any) -> None:
    _audit(user, "register")


def _registered_again(_app: Flask, user: User, **_more: Any) -> None:
    """What opening an account costs, for an address that has one."""
    equal_work.rehearse_opening()
    audit.record(ANONYMOUS, "user_account.register_again", user)


def _confirmed(_app: Flask, user: User, **_more: Any) -> None:
    _audit(user, "confirm_email")


def _password_reset(_app: Flask, user: User, **_more: Any) -> None:
    """Whoever used the link in the email has the address too."""
    if user.confirmed_at is None:
        user.confirmed_at = clock.now()
    sign_ins.end_others(user)
    # Whoever was guessing is left behind: the link went to the person.
    keys = [throttle.code_key(user.id, kind) for kind in ("app", "paper", "password again")]
    sign_in.forget_attempts(throttle.account_key(user.email), *keys)
    known_browsers.remember(user.email)
    _audit(user, "reset_password")


def _password_changed(_app: Flask, user: User, **_more: Any) -> None:
    sign_ins.end_others(user)
    _audit(user, "change_password")


def _second_factor_set(_app: Flask, user: User, **_more: Any) -> None:
    sign_ins.end_others(user)
    _audit(user, "set_second_factor")
    _tell(user, "second_factor_notice")


def _second_factor_off(_app: Flask, user: User, **_more: Any) -> None:
    """Codes for an app that is gone are of no use to anyone."""
    user.mf_recovery_codes = None
    user.tf_last_counter = None
    sign_ins.end_others(user)
    _audit(user, "disable_second_factor")
    _tell(user, "second_factor_off_notice")


def _signed_in(_app: Flask, user: User, authn_via: Any = None, **_more: Any) -> None:
    sign_ins.begin(user)
    known_browsers.remember(user.email)
    if authn_via != ["change"]:
        _audit(user, "sign_in")


def _signed_out(_app: Flask, user: User, **_more: Any) -> None:
    if user.is_authenticated:
        sign_ins.end()
        _audit(user, "sign_out")
        after_this_request(_commit)


def connect_signals(app: Flask) -> None:
    """Audit what people do to their own accounts. The datastore commits it."""
    for signal, receiver in (
        (signals.user_registered, _registered),
        (signals.user_not_registered, _registered_again),
        (signals.user_confirmed, _confirmed),
        (signals.password_reset, _password_reset),
        (signals.password_changed, _password_changed),
        (signals.tf_profile_changed, _second_factor_set),
        (signals.tf_disabled, _second_factor_off),
        (signals.user_authenticated, _signed_in),
        (user_logged_out, _signed_out),
    ):
        signal.connect(receiver, app)
