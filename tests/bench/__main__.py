"""`python -m tests.bench`: seed, serve, measure, print; see docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from tests.bench import keeping, measure, report, trees, words
from tests.bench.trees import HERE, Tree

FLOOR = "tests.bench.floor.app:create_app()"
MARK = "<!-- what follows is written by `make bench` -->"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="200,5000,50000", help="applications, with commas")
    parser.add_argument("--databases", default="postgresql,sqlite")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--against", type=Path, help="another checkout, measured in the same run")
    parser.add_argument("--only", default="", help="pages whose name this pattern finds")
    parser.add_argument("--quick", type=int, metavar="N", help="one size, 3 rounds, PostgreSQL")
    parser.add_argument("--words", action="store_true", help="compare what both trees say instead")
    parser.add_argument("--keep", type=Path, help="a folder for filled databases and figures")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    found = parser.parse_args()
    if found.quick:
        found.sizes, found.databases, found.rounds = str(found.quick), "postgresql", 3
    if found.words and not found.against:
        parser.error("--words compares with another checkout: --against DIR")
    return found


@contextmanager
def served(database: str, size: int, asked_for: argparse.Namespace) -> Iterator[Any]:
    """Both trees over copies of the same rows, and the floor, until the block ends."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="award-bench-")))
        own = Tree("now", HERE, scratch)
        before = [Tree("before", asked_for.against, scratch)] if asked_for.against else []
        oldest = [*before, own][0]
        say(f"{database}, {size:,}: filling")
        facts = stack.enter_context(keeping.filled(oldest, database, size, scratch, asked_for.keep))
        if before:
            own.url = trees.copy(oldest.url, f"award_bench_{size}_now", scratch)
            stack.callback(trees.drop, own.url)
        own.migrate()
        floor = Tree("floor", HERE, scratch)
        floor.url = own.url
        for tree in (*before, own):
            stack.enter_context(tree.served())
        stack.enter_context(floor.served(FLOOR, "--config", "python:tests.bench.floor"))
        yield [*before, own], floor, facts


def say(words_: str) -> None:
    click.echo(words_, err=True)


def main() -> int:
    wanted = asked()
    results: report.Results = {}
    running: list[Tree] = []
    different = 0
    for database in wanted.databases.split(","):
        for size in map(int, wanted.sizes.split(",")):
            with served(database, size, wanted) as (found, floor, facts):
                running = found
                if wanted.words:
                    lines = list(words.differences(*running, facts, wanted.only))
                    different += len(lines)
                    click.echo("\n".join(lines) or f"{database}, {size:,}: the same words")
                    continue
                say(f"{database}, {size:,}: measuring")
                results[database, size] = measure.measure(
                    running, floor, facts, wanted.rounds, wanted.only
                )
    if wanted.words:
        return 1 if different else 0
    text = report.report(
        keeping.with_earlier(results, running, wanted.keep),
        [tree.name for tree in running],
        wanted.rounds,
    )
    click.echo(text)
    if wanted.write:
        path = HERE / "docs" / "benchmarks.md"
        said = path.read_text("utf-8").partition(MARK)[0]
        path.write_text(f"{said}{MARK}\n\n{text}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
