"""The figures as a table in Markdown, with the machine that they were taken on."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.measure import Figures
from tests.bench.pages import pages

_GOALS = {
    page.name: page.goal
    for page in pages(
        {"count": 5000, "round": "", "application": "", "to_score": "", "submitted": "", "slug": ""}
    )
}
Results = dict[tuple[str, int], Figures]
"""(database, applications) -> what was measured."""


def report(results: Results, names: list[str], rounds: int) -> str:
    """`names` are the trees, the one before first."""
    lines = [_machine(rounds), ""]
    for database in dict.fromkeys(database for database, _size in results):
        sizes = [size for kind, size in results if kind == database]
        lines += [f"## {database}", "", *_table(results, database, sizes, names), ""]
        downloads = [line for size in sizes for line in _downloads(results[database, size], size)]
        lines += [*downloads, ""] if downloads else []
    return "\n".join(lines)


def _table(results: Results, database: str, sizes: list[int], names: list[str]) -> list[str]:
    columns = [(size, name) for size in sizes for name in names]
    growth = len(sizes) > 1
    head = ["page", "goal"] + [f"{size:,}, {name}" for size, name in columns]
    head += [f"{sizes[-1]:,} / {sizes[0]:,}, {name}" for name in names] if growth else []
    rows = [head, ["---"] * len(head)]
    floors = {size: results[database, size].floor_ms for size in sizes}
    rows.append(["floor, ms", ""] + [str(floors[size]) for size, _name in columns])
    for page in results[database, sizes[0]].ratios:
        goal = _GOALS.get(page)
        row = [page, f"≤ {goal:g}" if goal else ""]
        row += [str(results[database, size].ratios[page].get(name, "")) for size, name in columns]
        if growth:
            ends = [results[database, size].ratios[page] for size in (sizes[0], sizes[-1])]
            row += [f"{ends[1][name].middle / ends[0][name].middle:.1f}" for name in names]
        rows.append(row)
    return ["| " + " | ".join(row + [""] * (len(head) - len(row))) + " |" for row in rows]


def _downloads(figures: Figures, size: int) -> list[str]:
    return [
        f"- {page} of {size:,}, {name}: {said}"
        for page, by_tree in figures.downloads.items()
        for name, said in by_tree.items()
    ]


def _machine(rounds: int) -> str:
    model = next(
        (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine()
    )  # fmt: skip
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"Taken on {datetime.now(UTC):%d %B %Y, %H:%M} UTC at {commit.stdout.strip()}: {model}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load} at the end. "
        f"Ratios to the floor of the same round: median (lowest–highest) of {rounds} rounds."
    )
