"""Lots are what `sha256sum` and `sort` say, and a file of a draw holds or says what does not."""

from __future__ import annotations

import subprocess
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from award.draws.commands import draw
from award.draws.rules.lots import drawn, hashed, list_digest
from award.draws.rules.record import Record, Unreadable, faults, read, written

SEED = "5" * 64
REFERENCES = [f"AIA-{n}{letter}" for letter in "ZQA" for n in (9, 2, 5)]


def record(seed: str = SEED, references: list[str] = REFERENCES) -> Record:
    return Record(
        "TEST-1", "2026-01-02T03:04:05+00:00", hashed(seed), "2026-05-06T07:08:09+00:00", seed,
        list_digest(references), drawn(seed, references),
    )  # fmt: skip


def run(content: str | bytes, *options: str) -> Result:
    return CliRunner().invoke(draw, ["verify", "-", *options], input=content)


def test_the_order_is_that_of_the_hashes_and_no_order_of_the_list_changes_it() -> None:
    listed = "".join(f"{one}\n" for one in sorted(REFERENCES))
    digest = sha256(listed.encode()).hexdigest()
    lots = {sha256(f"{SEED}|{digest}|{one}".encode()).hexdigest(): one for one in REFERENCES}
    found = drawn(SEED, REFERENCES)
    assert [(one.number, one.lot, one.reference) for one in found] == [
        (number, lot, lots[lot]) for number, lot in enumerate(sorted(lots), 1)
    ]
    assert found == drawn(SEED, sorted(REFERENCES)) == drawn(SEED, REFERENCES[::-1])
    assert [one.reference for one in found] != [
        one.reference for one in drawn(SEED, [*REFERENCES, "AIA-NEW"]) if one.reference != "AIA-NEW"
    ]


def test_every_order_comes_as_often() -> None:
    orders = Counter(
        "".join(one.reference for one in drawn(hashed(str(n)), "abc")) for n in range(6000)
    )
    assert len(orders) == 6
    # Chi-squared with five degrees of freedom: above 20.5 once in a thousand sets of seeds.
    assert sum((count - 1000) ** 2 / 1000 for count in orders.values()) < 20.5


def test_the_recipe_on_the_page_draws_the_same_lots(tmp_path: Path) -> None:
    page = Path("templates/draws/_check.html").read_text()
    recipe = page.partition("<code>S=")[2].partition("</code>")[0].replace("&lt;", "<")
    (tmp_path / "draw.txt").write_text(written(record()))
    told = subprocess.run(
        ["/bin/bash", "-c", f"S={recipe}".replace("FILE", "draw.txt")],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert told[0].split()[0] == hashed(SEED) and told[1] == list_digest(REFERENCES)
    assert told[2:] == [f"{one.lot} {one.reference}" for one in drawn(SEED, REFERENCES)]


def test_a_file_reads_back_and_the_command_says_that_it_holds() -> None:
    text = written(record())
    assert read(text) == record() and list(faults(record())) == []
    assert read("\ufeff" + text.replace("\n", "\r\n")) == record()
    result = run(text)
    assert result.exit_code == 0 and "holds: 9 lots drawn again" in result.stdout
    assert hashed(SEED) in result.stdout
    assert run(text, "--commitment", hashed(SEED).upper()).exit_code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace(SEED, "6" * 64), "does not have the SHA-256"),
        (lambda t: t.replace(" AIA-9Z", " AIA-9Y"), "are not those of the list"),
        (lambda t: t.replace(" AIA-9Z", " AIA-2Z"), "listed twice"),
        (lambda t: t.replace("\n1 ", "\n3 "), "is not what the seed gives"),
        (lambda t: t.replace("Seed: ", "Sed: "), "Line 6 does not begin with “Seed:”"),
        (lambda t: t.replace("\n\n", "\nx\n"), "Line 8 is not empty"),
        (lambda t: t + "4 AIA", "Line 18 is not a number, a lot and a reference"),
        (lambda t: t.partition("\n1 ")[0] + "\n", "It lists no application"),
        (lambda t: t.encode("utf-16"), "It is not text in UTF-8"),
        (lambda t: "", "Line 1 is not “Draw of lots”"),
        (lambda t: t.replace("\n1 ", "\n١ "), "is not a number, a lot and a reference"),
    ],
)
def test_what_was_changed_is_said(change: object, said: str) -> None:
    result = run(change(written(record())))  # type: ignore[operator]
    assert result.exit_code == 2 and said in result.stderr, result.stderr


def test_another_seed_is_another_draw_even_where_its_file_holds() -> None:
    other = record("7" * 64)
    assert run(written(other)).exit_code == 0
    result = run(written(other), "--commitment", hashed(SEED))
    assert result.exit_code == 2 and "not the one that was published" in result.stderr
    with pytest.raises(Unreadable):
        read("Draw of lots")
