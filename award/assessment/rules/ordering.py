"""A place in the ranking as bytes that a database can sort and compare."""

from __future__ import annotations

from collections.abc import Mapping

from award.assessment.rules.scoring import Statistics

EXACT = 9
"""Decimals to which means are compared; see `decisions.rules.ranking`."""
WIDTH = 6
"""Bytes of one comparison, so that one part of a key can be compared by itself."""
_LAST = (1 << 8 * WIDTH) - 1


def sort_key(
    statistics: Statistics, weights: Mapping[str, int], moderated_pct: float | None = None
) -> bytes | None:
    """Smallest first, and equal where ranking calls two applications equal; None without a mean.

    The mean (or what a panel agreed instead), the mean of each criterion from the heaviest down,
    the spread, each in WIDTH bytes: turned round where the largest comes first, and last of all
    where there is no spread. `weights` come in the order of the round.
    """
    if statistics.mean_pct is None:
        return None
    heaviest_first = sorted(weights, key=lambda key: -weights[key])
    means = (statistics.criterion_means.get(key) for key in heaviest_first)
    first = statistics.mean_pct if moderated_pct is None else moderated_pct
    parts = [_LAST - _whole(mean or 0.0) for mean in (first, *means)]
    parts.append(_LAST if statistics.sd_pct is None else _whole(statistics.sd_pct))
    return b"".join(part.to_bytes(WIDTH, "big") for part in parts)


def _whole(value: float) -> int:
    return round(round(value, EXACT) * float(10**EXACT))
