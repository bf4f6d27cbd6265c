from __future__ import annotations

import json
from pathlib import Path

import pytest

from award.design.assets import AssetsError, copy_assets, copy_fonts


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """The least that looks like an installed package."""
    package = tmp_path / "node_modules" / "nhsuk-frontend"
    dist = package / "dist" / "nhsuk"
    (dist / "assets" / "images").mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": "1.2.3"}))
    (tmp_path / "package.json").write_text(
        json.dumps({"dependencies": {"nhsuk-frontend": "1.2.3"}})
    )
    (dist / "nhsuk-frontend.min.css").write_text(
        "@font-face{font-family:F;src:url(https://fonts.example/f.woff2)}"
        "a{background:url(/assets/images/tick.svg)}\n/*# sourceMappingURL=x.css.map */"
    )
    (dist / "nhsuk-frontend.min.js").write_text("export{};\n//# sourceMappingURL=x.js.map")
    (dist / "assets" / "images" / "tick.svg").write_text("<svg/>")
    (dist / "assets" / "images" / "other.svg").write_text("<svg/>")
    return package.parent


def test_only_what_is_needed_is_copied_and_a_second_run_changes_nothing(
    node_modules: Path, tmp_path: Path
) -> None:
    target = tmp_path / "static"
    assert len(copy_assets(node_modules, target)) == 3
    assert (target / "nhsuk-frontend.min.css").read_text() == "a{background:url(images/tick.svg)}\n"
    assert (target / "nhsuk-frontend.min.js").read_text() == "export{};\n"
    (target / "old.css").write_text("")
    assert copy_assets(node_modules, target) == []
    assert sorted(p.name for p in target.rglob("*") if p.is_file()) == [
        "nhsuk-frontend.min.css", "nhsuk-frontend.min.js", "tick.svg",
    ]  # fmt: skip


def test_a_missing_package_and_a_wrong_version_are_named(
    node_modules: Path, tmp_path: Path
) -> None:
    with pytest.raises(AssetsError, match="not installed"):
        copy_assets(tmp_path / "elsewhere", tmp_path / "static")
    (node_modules / "nhsuk-frontend" / "package.json").write_text('{"version": "1.2.4"}')
    with pytest.raises(AssetsError, match=r"1\.2\.4 is installed .* asks for 1\.2\.3"):
        copy_assets(node_modules, tmp_path / "static")


def test_the_fonts_of_documents_are_copied_with_what_is_known_of_them(tmp_path: Path) -> None:
    installed = Path(__file__).parents[2] / "node_modules"
    assert len(copy_fonts(installed, tmp_path)) == 10
    assert copy_fonts(installed, tmp_path) == []
    runs = json.loads((tmp_path / "covered.json").read_text())
    for letter in "aéŻΩЖשم😀✓":
        assert any(first <= ord(letter) <= last for first, last in runs), letter
    assert not any(first <= ord("漢") <= last for first, last in runs)
