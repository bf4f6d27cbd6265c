"""Which answers the lived-experience panel reads first."""

from __future__ import annotations

from functools import cache

from award.assessment.rules.digest import Part, digest, parts_of
from award.assessment.rules.reading import Reading
from award.rounds.seeds import DIGEST, read


@cache
def _parts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return parts_of(read(DIGEST))


def digest_of(reading: Reading) -> tuple[Part, ...]:
    """In plain order, of what this reading view has."""
    return digest(reading, _parts())
