"""Making the copies that people asked for: a ZIP file with JSON, a page and files."""

from __future__ import annotations

import json
import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO, Final

from flask import render_template

from award.accounts.models import User
from award.accounts.queries.people import user_with_roles
from award.accounts.rules.actors import as_actor
from award.foundation import clock
from award.foundation.db import transaction
from award.foundation.errors import there
from award.foundation.files import storage
from award.foundation.policy import SYSTEM
from award.own_data.queries.collecting import Copy, as_plain, collected
from award.own_data.rules import readable
from award.own_data.services import closing, copies

log = logging.getLogger(__name__)
_BLOCK: Final = 1 << 16
_UNSAFE: Final = re.compile(r"[^\w. ()-]|^\.+")
UNREAD: Final = "could not be read when this copy was made"


def make_copies() -> None:
    """Make every copy that waits, one after the other."""
    while True:
        with transaction():
            taken = copies.take_up(actor=SYSTEM)
            number, person = (taken.id, taken.user_id) if taken else (0, 0)
        if not number:
            return
        try:
            _make(number, person)
        except Exception:  # one that can't be made must not keep back those behind it
            log.exception("copy %s of somebody's data was not made", number)


def _make(number: int, person: int) -> None:
    with transaction():  # reads alone; the session is let go of before bytes are moved
        user = there(user_with_roles(person), "the account")
        copy = collected(as_actor(user, second_factor_enforced=False), user)
        pages = _pages(copy, user)
    with TemporaryFile() as file:
        write(file, copy, pages)
        size = file.tell()
        file.seek(0)
        key = storage.new_key()
        storage.put(key, iter(lambda: file.read(_BLOCK), b""))
    with transaction():
        kept = copies.note_made(number, key, size, actor=SYSTEM)
    if not kept:
        storage.remove([key])


def _pages(copy: Copy, user: User) -> dict[str, str]:
    """By the name of the file."""
    own, applications = readable.pages(copy.parts)
    about = {"made": clock.now(), "name": user.name, "moment": readable.is_moment,
             "day": readable.is_day, "nothing": readable.NOTHING}  # fmt: skip
    found = {
        "data.html": render_template(
            "own_data/copy.html", parts=own, applications=applications, **about
        )
    }
    for reference, parts in applications.items():
        found[f"applications/{reference}.html"] = render_template(
            "own_data/copy.html", parts=parts, reference=reference, **about
        )
    return found


def write(file: IO[bytes], copy: Copy, pages: Mapping[str, str]) -> None:
    """The ZIP file. What can't be read of a file is said in its place."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {"made": clock.now().isoformat(), **as_plain(copy.parts)}
        archive.writestr("data.json", json.dumps(parts, ensure_ascii=False, indent=2))
        for name, page in pages.items():
            archive.writestr(name, page)
        for one in copy.files:
            path = "/".join(_UNSAFE.sub("_", part) for part in one.path.split("/"))
            try:
                pieces: Iterator[bytes] = storage.read(one.lies_at)
            except storage.StorageDown:
                archive.writestr(f"{path}.txt", UNREAD)
                continue
            with archive.open(path, "w", force_zip64=True) as target:
                for piece in pieces:
                    target.write(piece)


def sweep_own_data() -> None:
    """Let go of copies that are over, and of addresses that last letters went to."""
    with transaction():
        gone = copies.forget_old(actor=SYSTEM)
        closing.forget_closing_letters(actor=SYSTEM)
    if gone:
        storage.remove(gone)
