"""`flask statistics`, as somebody types it; without an app, so without a database."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from award.statistics.commands import statistics
from tests.statistics.made import as_cells, made

HEADINGS = ("application", "assessor", "criterion", "score")


def run(content: str | bytes, *options: str) -> Result:
    """With the file on standard input."""
    return CliRunner().invoke(statistics, ["-", *options], input=content)


def as_csv(delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(HEADINGS)
    for cell in as_cells(made(31, 40, 6, differ=1.0).sheets, "need"):
        writer.writerow((*cell[:3], f"{cell.score:.3f}"))
    return out.getvalue()


def test_spreadsheets_of_many_kinds_say_the_same() -> None:
    plain = run(as_csv(), "--json", "--budget-line", "8")
    assert plain.exit_code == 0 and json.loads(plain.stdout)["overall"]["expected_wrong_share"]
    marked = "\ufeff" + as_csv().replace("application,", "Application ,", 1)
    blank = "\r\n\r\n" + as_csv().replace("\r\n", "\r\n,,,\r\n\r\n")
    commas = as_csv(";").replace(".", ",")
    more = as_csv("\t").replace("score", "score\tremark", 1).replace("\r\nA", "\t\r\nA")
    for other in (marked, blank, commas, more):
        assert run(other, "--json", "--budget-line", "8").stdout == plain.stdout
    assert not plain.stderr and not run(marked, "--json").stderr
    assert "Read with semicolons between cells" in run(commas).stderr
    assert "Read with tabs between cells" in run(more, "--json").stderr


def test_a_table_to_read(tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text(as_csv() + "A0001,P009,need,\n", encoding="utf-8")
    found = CliRunner().invoke(statistics, [str(file), "--budget-line", "8"])
    assert found.exit_code == 0
    for words in (
        "40 applications, 6 assessors, 1 criterion; higher scores are better.",
        "adjusted rank",
        "can’t be told apart from the line",
        "Expected share of wrong selections",
        "Left out, without a score: 1 row.",
    ):
        assert words in found.stdout


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        ("", ["There are no rows in it."]),
        ("application,assessor,score\na,x,1\n", ["Row 1: there is no column “criterion”."]),
        (
            "\napplication,assessor,criterion,score\na,x,k,1\n\na,x,k,2\nb,,k,3\nc,x,k,good\n"
            "d,x,k,nan\ne,x,k,1_0\na,x,k,eight\nf,,,nine\n",
            [
                "Row 5: x already scored a on k in row 3.",
                "Row 6: there is no assessor.",
                "Row 7: “good” is not a number.",
                "Row 8: “nan” is not a number.",
                "Row 9: “1_0” is not a number.",
                "Row 10: x already scored a on k in row 3, and “eight” is not a number.",
                "Row 11: there is no assessor and no criterion, and “nine” is not a number.",
            ],
        ),
        ("application,assessor,criterion,score\na,x,k,\n", ["There is no score in it."]),
        (
            "application,assessor,criterion,score\na,x,k,3,5\nb,x,k,4,,\nc,x,k\nd\n",
            [
                "Row 2: there are 5 cells, and 4 headings.",
                "Row 4: there are 3 cells, and 4 headings.",
                "Row 5: there is 1 cell, and 4 headings.",
            ],
        ),
        (
            "application,assessor,criterion,Criterion,score\na,x,k,l,1\n",
            ["Row 1: the column “criterion” is there twice."],
        ),
        ('application,assessor,criterion,score\na,"x,k,1\n',
         ["It can’t be read: a quotation mark is opened and never closed."]),
        (b"application,assessor,criterion,score\na,\xff\xfe,k,1\n", ["It is not text in UTF-8."]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_row(content: str | bytes, errors: list[str]) -> None:
    found = run(content, "--json")
    assert found.exit_code == 2 and not found.stdout
    assert found.stderr.splitlines() == errors


def test_many_faults_are_cut_short() -> None:
    rows = "".join(f"a{at},x,k,none\n" for at in range(270))
    found = run("application,assessor,criterion,score\n" + rows)
    assert len(found.stderr.splitlines()) == 201 and "And 70 more." in found.stderr


def test_places_must_be_a_number_from_one() -> None:
    assert run(as_csv(), "--budget-line", "0").exit_code == 2
    for_all = run(as_csv(), "--budget-line", "99", "--json")
    assert for_all.exit_code == 0
    why = "p_above_line: there are places for all, so there is no line"
    assert all(why in one["reason"] for one in json.loads(for_all.stdout)["applications"])
    assert "can’t be told apart" not in run(as_csv(), "--budget-line", "99").stdout


def test_six_thousand_scores() -> None:
    """500 applications, three sheets of four criteria: each has all that can be said of it."""
    sheets = made(41, 500, 60).sheets
    draw = np.random.Generator(np.random.PCG64(1))
    rows = [
        ",".join((*cell[:3], f"{cell.score + draw.normal():.2f}"))
        for criterion in ("need", "team", "cost", "plan")
        for cell in as_cells(sheets, criterion)
    ]
    content = "\n".join((",".join(HEADINGS), *rows))
    found = run(content, "--json", "--budget-line", "100")
    assert found.exit_code == 0 and len(rows) == 6_000
    told = json.loads(found.stdout)["applications"]
    assert len(told) == 500
    assert all(one["adjusted"] is not None and 0 <= one["p_above_line"] <= 1 for one in told)
    assert abs(sum(one["p_above_line"] for one in told) - 100) < 5
