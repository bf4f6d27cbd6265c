from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from award.design.assets import AssetsError, copy_assets, copy_fonts
from award.foundation.documents import fonts


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
    installed, target = Path(__file__).parents[2] / "node_modules", tmp_path / "fonts"
    shutil.copytree(fonts.FOLDER, target)
    gone = ("NotoSans_400Regular.ttf", "noto-sans-sc-100-wght-normal.ttf", "covered.json")
    for name in gone:
        (target / name).unlink()
    assert {file.name for file in copy_fonts(installed, target)} == {*gone}
    for name in gone:
        assert (target / name).read_bytes() == (fonts.FOLDER / name).read_bytes()
    assert copy_fonts(installed, target) == []
    runs = json.loads((target / "covered.json").read_text())
    for letter in "aéŻΩЖשم😀✓漢张かカ김":
        assert any(first <= ord(letter) <= last for first, last in runs), letter
    assert not any(first <= 0x13000 <= last for first, last in runs), "a hieroglyph"


def test_pieces_of_fonts_are_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them where nothing is there, and one that changed."""
    packages = tmp_path / "node_modules"
    (tmp_path / "package.json").write_text('{"dependencies": {"pieces": "1"}}')
    (packages / "pieces" / "files").mkdir(parents=True)
    (packages / "pieces" / "package.json").write_text('{"version": "1"}')
    came = Path(__file__).parents[2] / "node_modules" / fonts.PIECES[0] / "files"
    for number in (100, 101):
        name = f"noto-sans-sc-{number}-wght-normal.woff2"
        shutil.copy(came / name, packages / "pieces" / "files" / name)
    monkeypatch.setattr(fonts, "FACES", {})
    monkeypatch.setattr(fonts, "PIECES", ("pieces",))
    target = tmp_path / "fonts"
    names = {file.name for file in copy_fonts(packages, target)}
    assert {name.partition("-wght")[0] for name in names} == {
        "noto-sans-sc-100", "noto-sans-sc-101", "covered.json"
    }  # fmt: skip
    assert copy_fonts(packages, target) == []
    shutil.copy(came / "noto-sans-sc-102-wght-normal.woff2",
                packages / "pieces" / "files" / "noto-sans-sc-100-wght-normal.woff2")  # fmt: skip
    assert "noto-sans-sc-100-wght-normal.ttf" in {f.name for f in copy_fonts(packages, target)}
