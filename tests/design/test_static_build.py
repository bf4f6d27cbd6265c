"""A build gives files their names by fingerprint, and names what it can't build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from award.design import fingerprints
from award.design.assets import AssetsError


def test_a_build_renames_what_changed_and_all_that_names_it(tmp_path: Path) -> None:
    folder, target = tmp_path / "in", tmp_path / "out"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "a.svg").write_text("<svg/>")
    (folder / "one.js").write_text("import\"./two.js\";export{x}from'./deep/three.js'\n")
    (folder / "two.js").write_text('const later = () => import("./deep/three.js");\n')
    (folder / "deep").mkdir()
    (folder / "deep" / "three.js").write_text("export const x = 1;\n")
    (folder / "a.css").write_text(
        "@import 'b.css';a{background:url(pictures/a.svg)}b{background:url(\"data:x\")}"
    )
    (folder / "b.css").write_text("c{background:url( 'pictures/a.svg#part' )}")
    first = fingerprints.build(folder, target)
    for name in first.values():
        for _match, meant in fingerprints.named_by(name, (target / name).read_text()):
            assert meant in first.values()
    assert "#part" in (target / first["b.css"]).read_text()
    assert "data:x" in (target / first["a.css"]).read_text()
    made = {p.name: p.stat().st_mtime_ns for p in target.rglob("*") if p.is_file()}
    assert fingerprints.build(folder, target) == first
    assert made == {p.name: p.stat().st_mtime_ns for p in target.rglob("*") if p.is_file()}

    (folder / "deep" / "three.js").write_text("export const x = 2;\n")
    second = fingerprints.build(folder, target)
    assert {name for name in first if first[name] != second[name]} == {
        "one.js", "two.js", "deep/three.js",
    }  # fmt: skip
    assert (target / first["one.js"]).is_file(), "a page that is open still asks for it"
    (folder / "deep" / "three.js").write_text("export const x = 3;\n")
    fingerprints.build(folder, target)
    assert not (target / first["one.js"]).exists()
    assert (target / second["one.js"]).is_file()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.js": 'import "./none.js"'}, "a.js names ./none.js, which is not there"),
        ({"a.css": "a{background:url(none.svg)}"}, "a.css names none.svg, which is not there"),
        ({"a.js": 'import "./b.js"', "b.js": 'import "./a.js"'}, "a.js names b.js names a.js"),
    ],
)
def test_what_can_not_be_built_is_named(tmp_path: Path, files: dict[str, str], says: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(AssetsError, match=re.escape(says)):
        fingerprints.build(tmp_path, tmp_path / "out")
