from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

import config

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted((ROOT / "award").rglob("*.py"))


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


LONGEST = 300
"""Lines of a file that one can hold in the head."""
HELD = ("award", "templates", "tests")


def test_no_file_is_long() -> None:
    kinds = [
        f"{top}/*.{kind}"
        for top in ("award", "templates", "tests")
        for kind in ("py", "html", "js")
    ]
    long = {
        path.relative_to(ROOT).as_posix()
        for path in tracked(*kinds)
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST
    }
    assert long == set()


FACES = {
    "foundation/audit", "foundation/search", "foundation/work",  # mechanisms
    "design/fields",
    "rounds/kinds", "applications/forms/kinds", "reporting/writers",  # what there is
    "seeding/demo",
}  # fmt: skip
"""Packages with something in their `__init__`: all others hold a docstring."""


def test_no_package_hands_on_what_its_modules_have() -> None:
    """Callers import the module that has the thing."""
    found = set()
    for path in (ROOT / "award").rglob("*/__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        if [node for node in body if not isinstance(node, ast.Expr)]:
            found.add(path.parent.relative_to(ROOT / "award").as_posix())
    assert found == FACES


def test_only_the_clock_asks_the_time() -> None:
    asks = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    guilty = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.name != "clock.py" and asks.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


SORTED_BY_KEY = {"User": {"name"}, "Organisation": {"name"}, "Application": {"title"}}
"""Columns that people read, by their model; each has a key beside it."""
NO_NAMES = {"award/decisions/rules/ranking.py"}
"""What sorts by a name that nobody has: a candidate's is its reference."""
BY_KEY = {"name_key", "folded", "key_of", "title_key"}


def sorted_by_name(source: str) -> list[int]:
    """Lines that sort by a name itself: a database by a column, or Python by an attribute."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if isinstance(node.func, ast.Name):
            called = node.func.id
        if called == "order_by":
            found += [node.lineno for one in node.args if _of_a_model(one)]
        if called in ("sorted", "sort", "min", "max"):
            keys = [one.value for one in node.keywords if one.arg == "key"]
            found += [node.lineno for one in keys if _bare_name(one)]
    return found


def _of_a_model(node: ast.expr) -> bool:
    """Is it `User.name`, however it is turned or wrapped?"""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BY_KEY:
        return False
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr in SORTED_BY_KEY.get(node.value.id, ())
    return any(_of_a_model(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr))


def _bare_name(node: ast.expr) -> bool:
    """Does a function that sorts read somebody's name, and nothing folds it?"""
    if isinstance(node, ast.Compare):
        return False
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called in BY_KEY or called == "casefold":
            return False
        if called == "attrgetter":
            return any(isinstance(one, ast.Constant) and one.value == "name" for one in node.args)
    if isinstance(node, ast.Attribute) and node.attr == "name":
        return True
    return any(_bare_name(one) for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr))


def test_names_are_sorted_as_people_read_them() -> None:
    """By their key: databases order the names themselves each in its own way, and Python puts
    small letters and accents last."""
    for bad in (
        "q.order_by(User.name)", "q.order_by(User.id, Organisation.name.desc())",
        "q.order_by(func.lower(Application.title))", "sorted(found, key=lambda one: one.name)",
        "found.sort(key=lambda one: (one.rank, one.person.name))",
        "sorted(found, key=attrgetter('name'))",
    ):  # fmt: skip
        assert sorted_by_name(bad), bad
    for good in (
        "q.order_by(User.name_key)", "q.order_by(Round.id)",
        "sorted(found, key=lambda one: name_key(one.name))", "found.sort(key=lambda one: one.id)",
        "sorted(fields, key=lambda one: one.name != 'first')",
    ):  # fmt: skip
        assert not sorted_by_name(good), good
    assert {
        where: lines
        for path in SOURCES
        if (where := str(path.relative_to(ROOT))) not in NO_NAMES
        and (lines := sorted_by_name(path.read_text(encoding="utf-8")))
    } == {}


def test_services_never_commit_and_never_see_flask() -> None:
    guilty = []
    for path in SOURCES:
        if "services" not in path.relative_to(ROOT).as_posix():
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"session\.commit\(|^from flask[ .]|^import flask\b|current_user", text, re.M):
            guilty.append(str(path.relative_to(ROOT)))
    assert guilty == []


def test_rules_are_plain_python() -> None:
    guilty = []
    for path in SOURCES:
        parts = path.relative_to(ROOT).as_posix()
        if "/rules" not in parts or "foundation" in parts:
            continue
        if re.search(r"^(from|import) (flask|sqlalchemy|wtforms)", path.read_text(), re.M):
            guilty.append(parts)
    assert guilty == []


def test_lock_files_name_no_download_host() -> None:
    for path in tracked("*lock*", "requirements*.txt"):
        if path.suffix == ".py":
            continue
        assert not re.search(r"https?://", path.read_text(encoding="utf-8")), path.name


def test_each_decision_has_a_number_of_its_own() -> None:
    """And says it in its heading."""
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert len(numbers) == len(set(numbers)), numbers
    for number, path in zip(numbers, decisions, strict=True):
        assert path.read_text("utf-8").startswith(f"# {number}. "), path.name


@pytest.mark.parametrize("name", sorted(config.Settings.model_fields))
def test_the_docs_name_every_setting(name: str) -> None:
    if name == "testing":
        return
    assert f"AWARD_{name.upper()}" in (ROOT / "docs" / "operations.md").read_text("utf-8")


def test_the_docs_name_every_command() -> None:
    from award import create_app
    from tests.conftest import make_settings

    app = create_app(make_settings(Path("/nonexistent"), "sqlite://", jobs_url="sqlite::memory:"))
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    library = {"db", "roles", "run", "shell", "routes"}
    for name, command in app.cli.commands.items():
        if name in library:
            continue
        for sub in getattr(command, "commands", {"": None}):
            assert f"flask {name} {sub}".strip() in page, f"flask {name} {sub}"
