"""Flask glue: who is asking, what each endpoint demands, and how a refusal reaches the page."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn, ParamSpec, Protocol, TypeVar, runtime_checkable

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Unauthorized

from award.foundation import clock, workflow
from award.foundation.db import broken_constraint, db, is_there_already
from award.foundation.errors import Asked, Refused, StaleVersion
from award.foundation.policy import ANONYMOUS, PERMISSIONS, Actor, can

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
ACCESS = "__access__"
_FLASHED = "_flashes"  # where Flask keeps messages until a page shows them


def current_actor() -> Actor:
    """Whoever makes this request; ANONYMOUS when nobody is signed in."""
    if "actor" not in g:
        load: Callable[[], Actor] | None = current_app.extensions.get("actor_loader")
        g.actor = load() if load else ANONYMOUS
    actor: Actor = g.actor
    return actor


def taken_too(*paths: str) -> list[str]:
    """Addresses of forms on pages before this one that are taken along with it, `paths` among
    them: what the device kept of those is of no use any more."""
    found: list[str] = [*g.get("taken_too", ()), *paths]
    g.taken_too = found
    return found


def by_script() -> bool:
    """Sent by a page's script, which wants an answer and no page."""
    return request.accept_mimetypes.best == "application/json"


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark an endpoint that anyone may open."""

    @wraps(view)
    def wrapper(*args: P.args, **parts: P.kwargs) -> Any:
        page = view(*args, **parts)  # first: a 404 of the view stays one, however it is spelled
        return _well_spelled() or page

    setattr(wrapper, ACCESS, "public")
    return wrapper


def requires(
    permission: str, load: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark an endpoint with the permission it needs, and enforce it.

    With `load(actor, **url_parts)` the thing is looked up through what the actor may see; None
    is 404, and the thing takes the place of the URL parts that `load` names. A thing that may be
    seen but not used so is 403. Without `load` a refused permission is 404: such pages are not
    there for that person. A visitor is asked to sign in first.
    """
    wanted = set(inspect.signature(load).parameters) - {"actor"} if load else set()

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def wrapper(**parts: Any) -> Any:
            actor = current_actor()
            if load is None:
                if not can(actor, permission):
                    _turn_away(actor, permission, 404)
                return _well_spelled() or current_app.ensure_sync(view)(**parts)
            thing = load(actor, **{name: parts.pop(name) for name in wanted})
            if thing is None:
                _turn_away(actor, permission, 404)
            if not can(actor, permission, thing):
                _turn_away(actor, permission, 403)
            return _well_spelled() or current_app.ensure_sync(view)(thing, **parts)

        setattr(wrapper, ACCESS, permission)
        return wrapper

    return decorate


def _spell(_endpoint: str | None, parts: dict[str, Any] | None) -> None:
    """References are in capitals; people type them as they like. Everything after this sees the
    one spelling."""
    if parts and isinstance(typed := parts.get("reference"), str):
        parts["reference"] = typed.upper()
        g.misspelled = typed != parts["reference"]


def _well_spelled() -> ResponseReturnValue | None:
    """The way to the page's one address, for somebody who may open it and typed another; asked
    only once they may, so that it tells nothing to those who may not."""
    if not g.get("misspelled") or request.method not in ("GET", "HEAD"):
        return None
    address = url_for(str(request.endpoint), **(request.view_args or {}))
    query = request.query_string.decode()
    return redirect(f"{address}?{query}" if query else address, 301)


def _turn_away(actor: Actor, permission: str, status: int) -> NoReturn:
    if actor.is_anonymous:
        here = request.full_path.rstrip("?")
        raise Unauthorized(response=redirect(url_for("security.login", next=here)))
    log.info("refused %s to user %s with %s", permission, actor.user_id, status)
    raise abort(status)


def not_found() -> NoReturn:
    """What isn't there, and what isn't there for you, look the same."""
    abort(404)


def check_endpoints(app: Flask) -> None:
    """Stop the start when an endpoint doesn't say who may open it, or names no permission."""
    declared: dict[str, str] = app.extensions.setdefault("endpoint_access", {})
    known = {"public", *PERMISSIONS.of(app)}
    problems = []
    for endpoint, view in app.view_functions.items():
        access = declared.get(endpoint) or getattr(view, ACCESS, None)
        if access is None:
            problems.append(f"{endpoint} declares no access")
        elif access not in known:
            problems.append(f"{endpoint} needs the unknown permission {access!r}")
        else:
            declared[endpoint] = access
    if problems:
        raise RuntimeError("Endpoints without a rule: " + "; ".join(sorted(problems)))


def declare_access(app: Flask, access: dict[str, str]) -> None:
    """Say who may open endpoints that a library made (`endpoint: "public"` or a permission)."""
    app.extensions.setdefault("endpoint_access", {}).update(access)


class TakesRefusal(Protocol):
    def add_refusal(self, message: str, field: str | None = None) -> None: ...


@runtime_checkable
class Asks(Protocol):
    """A form that can put a question beside a box."""

    def put_question(self, asked: Asked) -> None: ...


@contextmanager
def attempt(form: TakesRefusal, unique: dict[str, str] | None = None) -> Iterator[None]:
    """Try to save; a refusal becomes an error on `form` and the view goes on to show it again.

        with attempt(form, unique={"reference": "This reference is taken."}), transaction():
            services.create_round(...)
            return redirect(...)
        return render_template(...)

    `unique` has the words for a broken UNIQUE constraint, by column; the column names the field.
    Without words for it somebody has written the same row a moment before: the form says so.
    A message flashed inside is for after the commit: when it fails, nobody is told of a success.
    """
    told = list(session.get(_FLASHED, ()))
    try:
        yield
    except BaseException as error:
        if session.get(_FLASHED):
            session[_FLASHED] = told
        if not _onto(form, error, unique or {}):
            raise


def _onto(form: TakesRefusal, error: BaseException, unique: dict[str, str]) -> bool:
    """Is it a no that the form can show?"""
    if isinstance(error, Refused):
        form.add_refusal(error.reason, error.field)
        if isinstance(error, Asked) and isinstance(form, Asks):
            form.put_question(error)
        return True
    if isinstance(error, StaleDataError):
        db.session.rollback()
        form.add_refusal(StaleVersion().reason)
        return True
    if isinstance(error, IntegrityError):
        columns = broken_constraint(error)
        for column, words in unique.items():
            if column in columns:
                form.add_refusal(words, column)
                return True
        if is_there_already(error):
            log.warning("written twice at once: %s", ", ".join(sorted(columns)))
            db.session.rollback()
            form.add_refusal(StaleVersion().reason)
            return True
    return False


def init_app(app: Flask) -> None:
    """Make policy and workflow usable in templates."""
    app.url_value_preprocessor(_spell)
    app.jinja_env.globals.update(
        can=lambda name, thing=None: can(current_actor(), name, thing),
        available=lambda thing: workflow.available(thing, current_actor()),
        state_of=workflow.state_of,
        now=clock.now,
    )
    declare_access(app, {"static": "public"})
