"""Ratios to the floor, taken in the same round: the machine's mood comes out of them."""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.bench.browser import Browser
from tests.bench.pages import NOBODY, VISITOR, Page, exports, pages
from tests.bench.trees import Tree

EACH = 3
"""Requests for a page in a round; their median counts."""
WARM, WARM_SECONDS = 30, 3
FLOORS = 7
"""How often the floor is visited in a round."""


class Ratio(NamedTuple):
    middle: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{_short(self.middle)} ({_short(self.lowest)}–{_short(self.highest)})"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


class Figures(NamedTuple):
    """Page name -> tree name -> ratio; the floor in milliseconds; downloads as words."""

    ratios: dict[str, dict[str, Ratio]]
    floor_ms: Ratio
    downloads: dict[str, dict[str, str]]


def browsers(tree: Tree, facts: dict[str, Any]) -> dict[str, Browser]:
    """One for each who that pages name."""
    people = {who: facts[who] for who in ("staff", "assessor")}
    found = {who: Browser(tree.port, email, facts["password"]) for who, email in people.items()}
    found |= {NOBODY: Browser(tree.port), VISITOR: Browser(tree.port)}
    found[VISITOR].cookies.load("seen=1")
    return found


def measure(
    trees: list[Tree], floor: Tree, facts: dict[str, Any], rounds: int, only: str
) -> Figures:
    """Every page of every tree in `rounds` shuffled rounds, after a warming one."""
    chance = random.Random(5)
    wanted = [page for page in pages(facts) if re.search(only, page.name)]
    signed_in = {tree.name: browsers(tree, facts) for tree in trees}
    base = Browser(floor.port)
    visits: list[tuple[str, Page | None]] = [(tree.name, page) for tree in trees for page in wanted]
    visits += [("", None)] * FLOORS
    ratios: dict[tuple[str, str], list[float]] = defaultdict(list)
    floors = []
    for name, page in visits:
        _warm(base if page is None else signed_in[name][page.who], page.path if page else "/floor")
    for number in range(rounds + 1):
        chance.shuffle(visits)
        taken: dict[tuple[str, str], float] = {}
        below = []
        for name, page in visits:
            if page is None:
                below.append(median(base.get("/floor").seconds for _ in range(EACH)))
                continue
            browser = signed_in[name][page.who]
            seconds = [browser.get(page.path).seconds for _ in range(EACH)]
            taken[page.name, name] = median(seconds)
        if number:  # the first warms caches and plans
            floors.append(median(below) * 1000)
            for key, seconds_taken in taken.items():
                ratios[key].append(seconds_taken * 1000 / floors[-1])
    table: dict[str, dict[str, Ratio]] = defaultdict(dict)
    for (page_name, name), values in ratios.items():
        table[page_name][name] = _of(values)
    ordered = {page.name: table[page.name] for page in wanted}
    return Figures(ordered, _of(floors), _downloads(trees, signed_in, facts, only))


def _warm(browser: Browser, path: str) -> None:
    """Until each process has its statements prepared, as one that has served for a while; but not
    for long, where a page takes seconds."""
    end = time.monotonic() + WARM_SECONDS
    for _ in range(WARM):
        browser.get(path)
        if time.monotonic() > end:
            break


def _of(values: list[float]) -> Ratio:
    return Ratio(median(values), min(values), max(values))


def _downloads(
    trees: list[Tree], signed_in: dict[str, dict[str, Browser]], facts: dict[str, Any], only: str
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for page in exports(facts):
        if not re.search(only, page.name):
            continue
        for tree in trees:
            before = {pid: _memory(pid, "VmRSS", reset=True) for pid in tree.workers()}
            answer = signed_in[tree.name][page.who].download(page.path)
            grown = max(_memory(pid, "VmHWM") - rss for pid, rss in before.items())
            found[page.name][tree.name] = (
                f"{answer.seconds:.1f} s, {len(answer.body) / 1e6:.1f} MB, "
                f"memory +{max(0, grown) / 1024:.0f} MB"
            )
    return found


def _memory(pid: int, name: str, *, reset: bool = False) -> int:
    """Kilobytes; the peak is forgotten first if asked."""
    if reset:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(rf"{name}:\s+(\d+)", status)
    return int(found[1]) if found else 0
