"""Every password that somebody chooses is judged here, by what is known of them and of us."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app

from award.accounts.rules import passwords


def fault_of(
    password: str, *, email: str = "", name: str = "", organisations: Iterable[str] = ()
) -> str | None:
    """What is wrong with it, in words for the person; None when it may be used."""
    settings = current_app.config["SETTINGS"]
    about = [email, name, settings.service_name, *organisations]
    return passwords.fault(password, about, published=settings.demonstration)
