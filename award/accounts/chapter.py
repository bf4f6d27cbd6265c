"""People, organisations, roles, sign-in."""

from __future__ import annotations

from flask import Flask

from award.accounts import identity, security
from award.accounts.checks import CHECKS
from award.accounts.commands.people import users
from award.accounts.commands.registers import registers
from award.accounts.commands.trail import group as audit
from award.accounts.notices import NOTICES
from award.accounts.queries.people import PEOPLE
from award.accounts.queries.trail import trail_for
from award.accounts.rules.permissions import PERMISSIONS
from award.accounts.views import (
    account,
    emails,
    finding,
    navigation,
    organisations,
    pages,
    people,
    saved_views,
    sign_in,
    sign_ins,
    trail,
    work,
)
from award.foundation.chapters import Chapter
from award.foundation.menu import MenuEntry
from award.foundation.policy import admin, anyone, auditor


def _set_up(app: Flask) -> None:
    """Sign-in is a library's; who is asking and what the header says follows from it."""
    security.init_app(app)
    app.extensions["actor_loader"] = identity.load_actor
    app.extensions["actor_of"] = identity.actor_of
    sign_in.init_app(app)
    navigation.init_app(app)


CHAPTER = Chapter(
    "accounts",
    blueprints=(
        account.blueprint,
        sign_ins.blueprint,
        emails.blueprint,
        organisations.blueprint,
        finding.blueprint,
        people.blueprint,
        trail.blueprint,
        pages.blueprint,
        work.blueprint,
        saved_views.blueprint,
    ),
    permissions=PERMISSIONS,
    waits=organisations.waits,
    notices=NOTICES,
    kinds={
        "user_account": "Accounts",
        "organisation": "Organisations",
        "register_import": "Extracts of registers",
    },
    verbs={
        "user_account.create": "Opened the account",
        "user_account.invite_again": "Sent the invitation again",
        "user_account.register": "Registered",
        "user_account.confirm_email": "Confirmed the email address",
        "user_account.sign_in": "Signed in",
        "user_account.register_again": "Was registered again, in vain",
        "user_account.sign_out": "Signed out",
        "user_account.end_sign_in": "Signed out another browser",
        "user_account.fail_sign_in": "Failed to sign in",
        "user_account.add_role": "Gave a role",
        "user_account.remove_role": "Removed a role",
        "user_account.suspend": "Suspended the account",
        "user_account.close_demonstration": "Closed the account of the demonstration",
        "user_account.reinstate": "Opened the account again",
        "user_account.change_password": "Changed the password",
        "user_account.reset_password": "Chose a new password by email",
        "user_account.set_second_factor": "Connected an authenticator app",
        "user_account.disable_second_factor": "Turned the authenticator app off",
        "user_account.reset_second_factor": "Reset the second factor",
        "user_account.make_recovery_codes": "Made recovery codes",
        "user_account.use_recovery_code": "Used a recovery code",
        "user_account.choose_emails": "Chose which emails to get",
        "user_account.erase": "Erased the person’s name from the trail",
        "register_import.load": "Loaded an extract of a register",
        "organisation.create": "Added an organisation",
        "organisation.edit": "Changed an organisation",
        "organisation.ask_to_join": "Asked to join an organisation",
        "organisation.let_in": "Let somebody into an organisation",
        "organisation.keep_out": "Turned down a request to join an organisation",
    },
    menu=(
        MenuEntry("People", "people.index", admin | auditor, place=60, start=40),
        MenuEntry("Audit trail", "audit.index", admin | auditor, place=70),
    ),
    footer=(
        MenuEntry("Accessibility", "pages.accessibility", anyone),
        MenuEntry("Privacy", "pages.privacy", anyone),
        MenuEntry("Cookies", "pages.cookies", anyone),
        MenuEntry("Contact", "pages.contact", anyone),
    ),
    lists={
        "people": lambda actor, of: None if of else PEOPLE,
        "trail": lambda actor, of: None if of else trail_for(actor),
    },
    checks=CHECKS,
    commands=(users, audit, registers),
    set_up=_set_up,
)
