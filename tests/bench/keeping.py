"""What a run leaves in a folder for the next: filled databases, and figures of the same commits.

Filling the largest takes most of a run, so that one can be taken in parts.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import databases
from tests.bench import trees
from tests.bench.measure import Figures, Ratio
from tests.bench.report import Results
from tests.bench.trees import Tree


@contextmanager
def filled(
    tree: Tree, database: str, size: int, scratch: Path, folder: Path | None
) -> Iterator[dict[str, Any]]:
    """Gives `tree` a database with `size` applications of its own making until the block ends; what
    is in it. With a folder it is a copy of the one kept there."""
    label = f"award_bench_{size}"
    if folder is None:
        with databases.url_of(database, label, scratch) as tree.url:
            yield tree.seed(size)
        return
    name = f"award_bench_kept_{size}_{commit(tree.path)}"
    facts = folder.resolve() / f"{database}-{name}.json"
    facts.parent.mkdir(parents=True, exist_ok=True)
    if facts.exists():
        kept = databases.address_of(database, name, facts.parent)
    else:
        kept = tree.url = databases.make(database, name, facts.parent)
        facts.write_text(json.dumps(tree.seed(size)), "utf-8")
    tree.url = trees.copy(kept, label, scratch)
    try:
        yield json.loads(facts.read_text("utf-8"))
    finally:
        trees.drop(tree.url)


def with_earlier(results: Results, running: list[Tree], folder: Path | None) -> Results:
    """These figures, kept for the next run, and what earlier ones left of the same commits."""
    if folder is None:
        return results
    path = folder / f"figures-{'-'.join(commit(tree.path) for tree in running)}.json"
    earlier = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known = {_key(text): _figures(found) for text, found in earlier.items()} | results
    path.write_text(json.dumps({f"{d} {size}": found for (d, size), found in known.items()}))
    order = {name: number for number, name in enumerate(databases.NAMES[::-1])}
    return dict(sorted(known.items(), key=lambda item: (order[item[0][0]], item[0][1])))


def _key(text: str) -> tuple[str, int]:
    database, size = text.split()
    return database, int(size)


def _figures(found: list[Any]) -> Figures:
    ratios, floor, downloads = found
    return Figures(
        {page: {name: Ratio(*three) for name, three in by.items()} for page, by in ratios.items()},
        Ratio(*floor),
        downloads,
    )


def commit(path: Path) -> str:
    """The short name of what is checked out there."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=path, capture_output=True, text=True
    )
    return done.stdout.strip()
