"""Sign-in: how Flask-Security is set up here.

Its pages, words, emails, database commits and clock are ours; its flows and checks are its own.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import Security

from award.accounts import carried, known_browsers, sign_ins
from award.accounts.forms.sign_in import (
    AppSetUpForm,
    ChangePasswordForm,
    CodeForm,
    ConfirmationForm,
    ForgotPasswordForm,
    NoRescueForm,
    PasswordAgainForm,
    RecoveryForm,
    RegisterForm,
    ResetPasswordForm,
    SignInForm,
)
from award.accounts.identity import (
    ChosenPassword,
    Datastore,
    OneTimeCodes,
    OutboxMail,
    connect_signals,
)
from award.accounts.models import Role, User
from award.accounts.rules.emails import VALIDATOR
from award.accounts.rules.passwords import MINIMUM_LENGTH
from award.accounts.words import MESSAGES, SUBJECTS
from award.foundation import clock
from award.foundation.db import db
from award.foundation.web import declare_access

# Of Flask-Security's endpoints, those that work. Any other is answered with 404.
_OPEN = {
    "login": "public",
    "logout": "public",
    "register": "public",
    "forgot_password": "public",
    "reset_password": "public",
    "send_confirmation": "public",
    "confirm_email": "public",
    "two_factor_token_validation": "public",
    "mf_recovery": "public",
    "verify": "account.use",
    "change_password": "account.use",
    "two_factor_setup": "account.use",
    "two_factor_setup_validate": "account.use",
    "mf_recovery_codes": "account.use",
}
_CLOSED = ("two_factor_rescue", "tf_select")


def _configuration(app: Flask) -> dict[str, Any]:
    settings = app.config["SETTINGS"]
    return {
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "REGISTER_URL": "/register",
        "RESET_URL": "/reset",
        "CONFIRM_URL": "/confirm",
        "CHANGE_URL": "/change-password",
        "VERIFY_URL": "/confirm-password",
        "TWO_FACTOR_SETUP_URL": "/two-factor/set-up",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/two-factor/code",
        "TWO_FACTOR_RESCUE_URL": "/two-factor/rescue",
        "TWO_FACTOR_SELECT_URL": "/two-factor/select",
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/two-factor/recovery-codes",
        "MULTI_FACTOR_RECOVERY_URL": "/two-factor/recovery",
        "POST_LOGIN_VIEW": "accounts.start",
        "POST_LOGOUT_VIEW": "/",
        "POST_REGISTER_VIEW": "accounts.check_email",
        "POST_CONFIRM_VIEW": "security.login",
        "POST_RESET_VIEW": "security.login",
        "POST_CHANGE_VIEW": "accounts.account",
        "TWO_FACTOR_POST_SETUP_VIEW": "accounts.account",
        "STATIC_FOLDER": None,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "TRACKABLE": False,
        "RETURN_GENERIC_RESPONSES": True,
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        # Fingerprints inside signed links: a slow hash protects nothing there.
        "HASHING_SCHEMES": ["hex_sha256"],
        "PASSWORD_SALT": settings.password_salt,
        "PASSWORD_LENGTH_MIN": MINIMUM_LENGTH,
        "PASSWORD_CONFIRM_REQUIRED": False,
        "EMAIL_VALIDATOR_ARGS": VALIDATOR,
        "EMAIL_HTML": False,
        "EMAIL_SENDER": settings.mail_sender,
        "CONFIRM_EMAIL_WITHIN": timedelta(days=2),
        "RESET_PASSWORD_WITHIN": timedelta(hours=4),
        "CACHE_CONTROL": {},  # foundation.security says it, for every page alike
        "FRESHNESS": timedelta(hours=1),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
        "API_ENABLED_METHODS": ["session"],
        "TWO_FACTOR": not settings.demonstration,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "MULTI_FACTOR_RECOVERY_CODES": not settings.demonstration,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [_fernet_key(settings.totp_secret)],
        "TOTP_SECRETS": {"1": settings.totp_secret},
        "TOTP_ISSUER": settings.service_name,
        "DATETIME_FACTORY": clock.now,
    }


def _fernet_key(secret: str) -> bytes:
    """Recovery codes are encrypted with a key of their own, made from the one secret."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"recovery codes:" + secret.encode()).digest())


def init_app(app: Flask) -> Security:
    """Set up sign-in. Needs `csrf` and the database to be there."""
    prefixed = {f"SECURITY_{key}": value for key, value in _configuration(app).items()}
    app.config.update(prefixed, **SUBJECTS, **MESSAGES)
    host = "__Host-" if app.config["SETTINGS"].secure_cookies else ""
    app.config.update(SESSION_COOKIE_NAME=f"{host}award_session", SESSION_COOKIE_HTTPONLY=True)
    app.config["SESSION_PROTECTION"] = None  # would mark a visitor's cookie at every page
    security = Security(
        app,
        Datastore(db, User, Role),
        login_form=SignInForm,
        register_form=RegisterForm,
        forgot_password_form=ForgotPasswordForm,
        send_confirmation_form=ConfirmationForm,
        reset_password_form=ResetPasswordForm,
        change_password_form=ChangePasswordForm,
        verify_form=PasswordAgainForm,
        two_factor_setup_form=AppSetUpForm,
        two_factor_rescue_form=NoRescueForm,
        two_factor_verify_code_form=CodeForm,
        mf_recovery_form=RecoveryForm,
        mail_util_cls=OutboxMail,
        password_util_cls=ChosenPassword,
        totp_cls=OneTimeCodes,
    )
    security.want_json(lambda _request: False)
    connect_signals(app)
    sign_ins.init_app(app)
    known_browsers.init_app(app)
    app.jinja_env.globals["carried_for"] = carried.query_for
    _declare_access(app)
    return security


def _declare_access(app: Flask) -> None:
    made = {name for name in app.view_functions if name.startswith("security.")}
    access = {f"security.{name}": who for name, who in _OPEN.items()}
    for name in made & {f"security.{closed}" for closed in _CLOSED}:
        app.view_functions[name] = _nothing_here
        access[name] = "public"
    declare_access(app, {name: who for name, who in access.items() if name in made})


def _nothing_here(**_parts: Any) -> Any:
    from award.foundation.web import not_found

    not_found()
