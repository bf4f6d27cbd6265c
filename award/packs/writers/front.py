"""What stands in front of a pack, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from award.design.formatters import long_datetime
from award.foundation.documents.parts import Document, Facts, Grid, Heading, lead_to
from award.foundation.documents.spelling import apart
from award.foundation.manifests import FilePart, Manifest
from award.foundation.policy import Actor
from award.packs.models import Pack, PackPart
from award.packs.rules.choosing import CALLED
from award.packs.writers.drawing import marking_of
from award.rounds.models import Round


def of_pages(parts: Sequence[PackPart]) -> list[FilePart]:
    """Each application, and the pages that it stands on."""
    return [
        FilePart(
            one.facts["reference"],
            one.facts["sha256"],
            one.facts["size"],
            {"pages": [one.facts["first"], one.facts["first"] + one.facts["pages"] - 1]},
        )
        for one in parts
    ]


def manifest_of(
    pack: Pack, round_: Round, parts: Sequence[PackPart], files: Sequence[FilePart],
    as_of: datetime, actor: Actor,
) -> Manifest:  # fmt: skip
    """What the file says of itself."""
    return Manifest(
        kind=CALLED[pack.kind],
        title=f"{round_.reference}, {round_.title}",
        marking=marking_of(scores=pack.scores),
        made_for=actor.name,
        asked={"list": pack.list_key, "filter": pack.filters["asked"],
               "in_words": pack.filters["words"], "scores": pack.scores, "names": pack.named},
        versions={
            "questions": sorted({one.facts["questions"] for one in parts}),
            "submissions": {
                one.facts["reference"]: {
                    "number": one.facts["submission"],
                    "sha256": one.facts["submission_sha256"],
                    "as_of": one.facts["as_of"],
                }
                for one in parts
            },
        },
        data_as_of=as_of,
        parts=files,
    )  # fmt: skip


def front_of(
    pack: Pack, round_: Round, parts: Sequence[PackPart], as_of: datetime, service: str,
    actor: Actor,
) -> Document:  # fmt: skip
    """Contents: which application stands on which pages, and what all of it is."""
    rows = tuple(
        (one.facts["reference"], apart(one.facts["title"]),
         _range(one.facts["first"], one.facts["pages"]))
        for one in parts
    )  # fmt: skip
    leads = tuple(lead_to(place) for place in range(len(parts)))
    prints = tuple(
        (one.facts["reference"], str(one.facts["submission"]), one.facts["submission_sha256"])
        for one in parts
    )
    marking = marking_of(scores=pack.scores)
    return Document(
        title="Panel pack",
        caption=round_.title,
        about=f"{round_.reference}: panel pack",
        made=as_of,
        parts=(
            Facts(
                (
                    ("Round", f"{round_.reference}, {round_.title}"),
                    ("Applications", f"{len(parts):,}"),
                    ("What is in it", pack.asked.words.capitalize()),
                    ("Chosen", pack.filters["words"]),
                    ("Data as of", long_datetime(as_of)),
                    ("Made for", apart(actor.name)),
                ),
                "About this pack",
            ),
            Heading("Contents"),
            Grid("Contents", ("Reference", "Title", "Pages"), rows, (2,), leads=leads),
            Heading("What was submitted"),
            Grid("Fingerprints", ("Reference", "Submission", "Fingerprint (SHA-256)"), prints),
        ),
        mark=marking,
        service=service,
        numbered="i",
    )


def _range(first: int, pages: int) -> str:
    return str(first) if pages == 1 else f"{first}–{first + pages - 1}"
