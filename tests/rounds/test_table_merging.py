"""Two people at one table: whatever they do, in whatever order it arrives, nothing is lost."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from award.rounds.kinds import Merge, Question
from award.rounds.kinds.merging import CLASH, ID, mark, put
from tests.rounds.test_tables import a_table

KEYS = ("who", "staff", "letter")
START = [
    {"id": "a", "who": "Leeds", "staff": 1},
    {"id": "b", "who": "York"},
    {"id": "c", "who": "Hull", "letter": "yes"},
]


@cache
def table() -> Question:
    return a_table(most=200)


def merge(start: Any, stored: Any, typed: Any) -> Merge:
    asked = table()
    return asked.of_kind.merge(asked, asked.of_kind.parts(asked, start), stored, typed)


def ids(rows: Any) -> list[str]:
    return [row[ID] for row in rows or []]


def test_two_who_add_rows_at_once_keep_both() -> None:
    found = merge(START, [*START, {"id": "x", "who": "Bath"}], [*START, {"id": "y", "who": "Ely"}])
    assert ids(found.value) == ["a", "b", "c", "x", "y"] and not found.clash


def test_cells_of_one_row_are_merged_and_the_same_cell_is_asked_about() -> None:
    theirs = [{**START[0], "who": "Leeds City"}, *START[1:]]
    mine = [{**START[0], "staff": 2}, *START[1:]]
    assert merge(START, theirs, mine).value[0] == {"id": "a", "who": "Leeds City", "staff": 2}
    both = merge(START, theirs, [{**START[0], "who": "Leeds North", "staff": 3}, *START[1:]])
    assert both.value[0] == {"id": "a", "who": "Leeds City", "staff": 3}
    assert both.beside == [{"id": "a", "who": "Leeds North", "staff": 3, CLASH: ["who"]}]
    asked = table()
    assert asked.of_kind.sides(asked, both.value, both.beside) == (
        ["Party 1: Organisation: Leeds City"], ["Party 1: Organisation: Leeds North"],
    )  # fmt: skip
    settled = asked.of_kind.settle(asked, both.value, both.beside)
    assert settled[0] == {"id": "a", "who": "Leeds North", "staff": 3}


def test_a_row_removed_by_one_and_changed_by_the_other_stays_and_is_told() -> None:
    changed = [START[0], {**START[1], "staff": 7}, START[2]]
    without = [START[0], START[2]]
    for stored, typed in ((changed, without), (without, changed)):
        found = merge(START, stored, typed)
        assert {"id": "b", "who": "York", "staff": 7} in found.value
        assert len(found.back) == 1 and found.back[0].startswith("Party ")
    assert ids(merge(START, START, without).value) == ["a", "c"]
    assert ids(merge(START, without, START).value) == ["a", "c"]


def test_whoever_moves_rows_decides_their_order() -> None:
    moved = [START[2], START[0], START[1]]
    new = {"id": "x", "who": "Bath"}
    assert ids(merge(START, moved, [*START, new]).value) == ["c", "a", "b", "x"]
    assert ids(merge(START, [START[0], new, *START[1:]], moved).value) == ["c", "a", "x", "b"]


def test_a_row_that_is_gone_by_the_time_somebody_chooses_comes_back_whole() -> None:
    kept = [{"id": "a", "who": "Mine", "staff": 4, CLASH: ["who"]}]
    assert put([], kept) == [{"id": "a", "who": "Mine", "staff": 4}]


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "who": st.text(min_size=1, max_size=12),
        "staff": st.one_of(st.integers(0, 9), st.text("0123456789k£. ", min_size=1, max_size=5)),
        "letter": st.sampled_from(["yes", "no", "perhaps"]),
    },
)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from("abcdefg"), CELLS),
        st.tuples(st.just("add"), st.sampled_from(["x1", "x2", "x3", "y1", "y2", "y3"]), CELLS),
        st.tuples(st.just("remove"), st.sampled_from("abc"), st.none()),
        st.tuples(st.just("move"), st.sampled_from("abc"), st.none()),
    ),
    max_size=6,
)


def acted(rows: Any, acts: list[tuple[str, str, Any]], mine: str) -> Any:
    """What a window holds after somebody did all this in it."""
    found = {row[ID]: dict(row) for row in rows or []}
    for verb, name, cells in acts:
        if verb == "add" and name.startswith(mine):
            found[name] = {ID: name, **cells}
        elif verb == "write" and name in found:
            found[name] |= cells
        elif verb == "remove":
            found.pop(name, None)
        elif verb == "move" and name in found:
            found = {name: found.pop(name), **found}
    return table().parse([*found.values()])


def words(rows: Any) -> set[tuple[str, str, str]]:
    return {(r[ID], k, mark(r[k])) for r in rows or [] for k in KEYS if k in r}


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(st.tuples(st.booleans(), ACTS), max_size=6))
def test_nothing_that_was_saved_is_lost_in_any_order_of_saves(saves: Any) -> None:
    """Two windows, each with its own page of the table, save in any order. Whatever one wrote
    stands in the table or beside it, unless the one who had it before their eyes replaced it."""
    asked = table()
    stored: Any = asked.parse(START)
    pages = {True: stored, False: stored}  # what each window showed when it was last saved
    for first, acts in saves:
        shown = pages[first]
        typed = acted(shown, acts, "x" if first else "y")
        if typed == shown:
            continue
        found = merge(shown, stored, typed)
        beside = found.beside or []
        kept = words(found.value) | words(beside)
        assert words(typed) - words(shown) <= kept, "what this window wrote"
        replaced = {(name, key) for name, key, _ in words(shown) ^ words(typed)}
        others = {w for w in words(stored) - words(shown) if w[:2] not in replaced}
        assert others <= words(found.value), "what the other window wrote"
        assert len({*ids(found.value)}) == len(ids(found.value))
        for row in beside:  # what clashes is shown with both texts
            there = next(one for one in found.value if one[ID] == row[ID])
            assert all(mark(there.get(key)) != mark(row.get(key)) for key in row[CLASH])
        stored, pages[first] = found.value, typed
    assert asked.problems(stored, final=False) == []


@settings(max_examples=40, deadline=None, database=None)
@given(st.lists(CELLS, max_size=5))
def test_an_export_holds_every_character_that_was_typed(cells: Any) -> None:
    asked = table()
    value = asked.parse(cells)
    exported = str(asked.cell(value) or "")
    searched = asked.searchable(value)
    for row in value or []:
        for key in ("who", "staff"):
            if isinstance(row.get(key), str):
                assert row[key] in exported and row[key] in searched
