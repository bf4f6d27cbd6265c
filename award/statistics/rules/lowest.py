"""The lowest point of a smooth function, without its slope: by J. A. Nelder and R. Mead, "A simplex
method for function minimization", *Computer Journal* 7, 1965. SciPy has it too, and takes a third
of a second to load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

Point = tuple[float, ...]
_LEVEL: Final = 1e-9
_NEAR: Final = 1e-5
_MOST: Final = 600


def lowest(height: Callable[[Point], float], start: Sequence[float]) -> tuple[float, Point]:
    """Its height and where it is, within some 0.00001."""
    corners = [tuple(start)]
    corners += [tuple(x + (at == one) for at, x in enumerate(start)) for one in range(len(start))]
    points = sorted((height(corner), corner) for corner in corners)
    for _turn in range(_MOST):
        best, worst = points[0], points[-1]
        apart = max(abs(x - y) for _h, one in points for x, y in zip(one, best[1], strict=True))
        if worst[0] - best[0] <= _LEVEL and apart <= _NEAR:
            break
        centre = [
            sum(xs) / len(start) for xs in zip(*(one for _h, one in points[:-1]), strict=True)
        ]

        def along(far: float, centre: Sequence[float] = centre, end: Point = worst[1]) -> Point:
            return tuple(c + far * (x - c) for c, x in zip(centre, end, strict=True))

        new = _try(height, along(-1.0))
        if new[0] < best[0]:
            points[-1] = min(new, _try(height, along(-2.0)))
        elif new[0] < points[-2][0]:
            points[-1] = new
        else:
            nearer = _try(height, along(-0.5 if new[0] < worst[0] else 0.5))
            if nearer[0] < min(new[0], worst[0]):
                points[-1] = nearer
            else:
                points[1:] = [_try(height, _halfway(one, best[1])) for _h, one in points[1:]]
        points.sort()
    return points[0]


def _try(height: Callable[[Point], float], at: Point) -> tuple[float, Point]:
    return height(at), at


def _halfway(one: Point, other: Point) -> Point:
    return tuple((x + y) / 2 for x, y in zip(one, other, strict=True))
