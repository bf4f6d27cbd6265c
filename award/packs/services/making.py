"""Making a pack: an application at a time, then all of them as one file."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from award.foundation import audit, clock, outbox, work
from award.foundation.acts import act
from award.foundation.db import db
from award.foundation.documents.pdf import TooLong, as_pdf
from award.foundation.errors import Refused
from award.foundation.files import storage
from award.foundation.manifests import FilePart, Manifest, as_json, sha256_of, sums
from award.foundation.policy import Actor
from award.foundation.text import tidy
from award.moderation.queries.panels import item_of
from award.packs.models import Pack, PackPart
from award.packs.queries.chosen import ids_of, reference_of
from award.packs.queries.packs import parts_of, round_of
from award.packs.queries.told import Told, files_given, told
from award.packs.rules.archives import entry, safe_name
from award.packs.rules.choosing import PackKind
from award.packs.writers.data import as_data
from award.packs.writers.drawing import (
    opinions_document,
    record_document,
    whole_document,
)
from award.packs.writers.front import front_of, manifest_of, of_pages

if TYPE_CHECKING:
    from award.foundation.documents.binding import Bound

_BLOCK: Final = 1 << 18
NONE_LEFT: Final = "You may not read any of these applications any more, so there is no file"
LOST_ONE: Final = (
    "One of these applications went out of your reach while the file was made. Ask for it again"
)


@dataclass(frozen=True)
class Part:
    """An application that is set: where it lies, and what is said of it."""

    lies_at: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Whole:
    """A file that is made."""

    lies_at: str
    size: int
    sha256: str
    manifest: dict[str, Any]


@act("pack.take")
def set_part(pack: Pack, position: int, service: str, *, actor: Actor) -> Part | None:
    """Set one application as the actor may read it now, and note nothing yet; None for what is out
    of their reach by now."""
    part = db.session.get_one(PackPart, (pack.id, position))
    reference = reference_of(actor, part.application_id)
    item = item_of(actor, reference) if reference else None
    if item is None:
        return None
    dossier = pack.kind == PackKind.DOSSIERS
    found = told(item, pack.asked, actor, full=dossier)
    work.still_here()
    with TemporaryFile() as file:
        try:
            facts = _folder(found, file, service) if dossier else _bound(pack, found, file, service)
        except TooLong:
            raise Refused(f"{reference} is too long to be set as a PDF. Leave it out") from None
        return Part(storage.keep(file), {**_of_each(found), **facts})


@act("pack.take")
def note_part(pack: Pack, position: int, made: Part | None, *, actor: Actor) -> None:
    """It is set, or left out."""
    part = db.session.get_one(PackPart, (pack.id, position))
    if made is None:
        db.session.delete(part)
    else:
        part.lies_at, part.facts = made.lies_at, made.facts
    db.session.flush()


def _of_each(found: Told) -> dict[str, Any]:
    """What contents and manifest say of every application."""
    return {
        "reference": found.item.reference,
        "title": found.item.application.title or "No title yet",
        "submission": found.submission.number,
        "submission_sha256": found.submission.sha256,
        "questions": f"{found.questions.key} {found.questions.version}",
        "as_of": found.as_of.isoformat(),
        "standing": found.standing,
    }


def _bound(pack: Pack, found: Told, file: IO[bytes], service: str) -> dict[str, Any]:
    """As it is bound with those in front of it, whose pages are known."""
    from award.foundation.documents.binding import pages_in  # PDF code only where it binds

    before = sum(one.facts.get("pages", 0) for one in parts_of(pack) if one.lies_at)
    made = as_pdf(whole_document(found, service, first_page=before + 1))
    file.write(made)
    return {"pages": pages_in(made), "first": before + 1, "size": len(made),
            "sha256": sha256_of(made)}  # fmt: skip


def _folder(found: Told, file: IO[bytes], service: str) -> dict[str, Any]:
    """All files of one application."""
    here, parts = found.item.reference, list[dict[str, Any]]()
    with zipfile.ZipFile(file, "w") as archive:

        def add(name: str, content: Iterator[bytes]) -> None:
            parts.append(entry(archive, f"{here}/{name}", content))

        add("application.pdf", iter([as_pdf(whole_document(found, service))]))
        if found.opinions is not None:
            said = as_pdf(opinions_document(found, found.opinions, service))
            add("what-assessors-said.pdf", iter([said]))
            add("what-assessors-said.json", iter([as_json(as_data(found, found.opinions))]))
        if found.trail:
            add("what-became-of-it.pdf", iter([as_pdf(record_document(found, service))]))
        for number, one in enumerate(files_given(found), 1):
            work.still_here()
            add(f"files/{number:02} {safe_name(one.name)}", storage.read(one.lies_at))
    return {"files": parts}


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_BLOCK), b"")


def _within_reach(pack: Pack, actor: Actor) -> Sequence[PackPart]:
    """Its parts. Refused with one of them out of reach."""
    parts = parts_of(pack)
    if not parts:
        raise Refused(NONE_LEFT)
    if len(ids_of(actor, [one.facts["reference"] for one in parts])) < len(parts):
        raise Refused(LOST_ONE)
    return parts


@act("pack.take")
def bind(pack: Pack, service: str, *, actor: Actor) -> Whole:
    """Bind the parts to the one file, and note nothing yet."""
    from award.foundation.documents.binding import bound

    parts = _within_reach(pack, actor)
    round_, as_of = round_of(pack), _as_of(parts)
    with TemporaryFile() as file:
        if pack.kind == PackKind.PANEL:
            manifest = manifest_of(pack, round_, parts, of_pages(parts), as_of, actor)
            front = as_pdf(front_of(pack, round_, parts, as_of, service, actor))
            file.write(bound(front, _each(parts)))
        else:
            files = [FilePart(**one) for part in parts for one in part.facts["files"]]
            manifest = manifest_of(pack, round_, parts, files, as_of, actor)
            _whole_archive(file, parts, files, manifest)
        size = file.tell()
        work.still_here()
        return Whole(storage.keep(file), size, _digest(file), manifest.as_data())


def _each(parts: Sequence[PackPart]) -> Iterator[Bound]:
    """One at a time: together they are as large as the file."""
    from award.foundation.documents.binding import Bound  # PDF code only where it binds

    for one in parts:
        work.still_here()
        name = f"{one.facts['reference']}: {tidy(one.facts['title'])}"
        yield Bound(name, b"".join(storage.read(one.lies_at)))


@act("pack.take")
def note_made(pack: Pack, whole: Whole, *, actor: Actor) -> None:
    """The file is there, unless a tie came while it was bound. The bytes of the parts are nobody's
    then, and are swept."""
    parts, round_ = _within_reach(pack, actor), round_of(pack)
    pack.lies_at, pack.size, pack.sha256 = whole.lies_at, whole.size, whole.sha256
    pack.made_at, pack.manifest = clock.now(), whole.manifest
    told_ = {"kind": pack.kind, "applications": len(parts), "size": pack.size,
             "sha256": pack.sha256}  # fmt: skip
    audit.record(actor, "round.make_pack", round_, told_, codes={"kind"})
    for part in parts:
        part.lies_at = ""
    db.session.flush()
    outbox.send_notice("pack.made", pack, actor)


def _as_of(parts: Sequence[PackPart]) -> datetime:
    return max(datetime.fromisoformat(one.facts["as_of"]) for one in parts)


def _whole_archive(
    file: IO[bytes], parts: Sequence[PackPart], files: Sequence[FilePart], manifest: Manifest
) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        said = as_json(manifest.as_data())
        entry(archive, "manifest.json", iter([said]))
        both = [*files, FilePart("manifest.json", sha256_of(said), len(said))]
        entry(archive, "SHA256SUMS", iter([sums(both)]))
        for part in parts:
            work.still_here()
            with TemporaryFile() as lying:
                for piece in storage.read(part.lies_at):
                    lying.write(piece)
                with zipfile.ZipFile(lying) as folder:
                    for one in folder.infolist():
                        with folder.open(one) as source:
                            entry(archive, one.filename, _blocks(source))


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    found = hashlib.sha256()
    for block in _blocks(file):
        found.update(block)
    return found.hexdigest()
