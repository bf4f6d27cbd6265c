"""A recording is what its structure says, and one that nobody could play is refused."""

from __future__ import annotations

import io

import pytest

from award.foundation.files.judging import judge
from award.foundation.files.noticing import notice
from award.foundation.files.stripping import Unstripped, strip
from award.foundation.files.types import RECORDINGS, TYPES
from award.foundation.files.unfit import Unfit
from tests.build import documents, recordings


def refused(content: bytes, name: str = "Answer") -> str:
    with pytest.raises(Unfit) as said:
        judge(io.BytesIO(content), name, RECORDINGS)
    return said.value.why


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mp3", recordings.mp3()),
        ("mp3", recordings.mp3(tagged=False)),
        ("mp4", recordings.mp4()),
        ("mp4", recordings.mp4(brand=b"qt  ")),
        ("wav", recordings.wav()),
        ("ogg", recordings.ogg()),
        ("ogg", recordings.ogg(codec=b"\x01vorbis")),
        ("webm", recordings.webm()),
    ],
)
def test_each_is_known_and_has_no_copy_that_tells_nobody(name: str, content: bytes) -> None:
    assert judge(io.BytesIO(content), "Answer", RECORDINGS).key == name
    assert notice(TYPES[name], io.BytesIO(content)) == []
    with pytest.raises(Unstripped):
        strip(TYPES[name], io.BytesIO(content), io.BytesIO())


@pytest.mark.parametrize("ending", [".mov", ".m4a", ".mp4", ".3gp"])
def test_telephones_call_the_same_thing_by_several_names(ending: str) -> None:
    assert judge(io.BytesIO(recordings.mp4()), f"IMG_1{ending}", RECORDINGS).key == "mp4"


@pytest.mark.parametrize(
    "content",
    [
        recordings.mp4()[:-3],
        recordings.mp4() + b"PK\x03\x04 and more",
        recordings.mp4()[:228],
        recordings.wav(cut=10),
        recordings.wav()[:30],
        recordings.ogg()[:38],
        recordings.webm()[:30],
        b"\x00\x00\x00\x00ftyp",
        b"\x00\x00\x00\x01ftypM4A " + bytes(12),
    ],
)
def test_what_is_cut_short_or_goes_on_is_refused(content: bytes) -> None:
    assert "is cut short" in refused(content)


def test_what_nobody_could_hear_is_refused() -> None:
    assert "has no sound" in refused(recordings.mp4(sound=False))
    assert "has no sound" in refused(recordings.webm(sound=False))
    assert "protected" in refused(recordings.mp4(more=b"\x00\x00\x00\x08drms"))


@pytest.mark.parametrize(
    "content",
    [
        b"ID3\x04\x00\x00\x00\x00\x00\x02<html>",
        b"\xff\xfb\x90\x00" + b"<script>" * 99,
        recordings.webm(kind=b"mkv!"),
        recordings.ogg(codec=b"whatever"),
        b"RIFF\x00\x00\x00\x00AVI " + bytes(40),
        b"A transcript of what I said",
    ],
)
def test_what_only_starts_like_one_is_none(content: bytes) -> None:
    said = refused(content)
    assert "of another type, or a damaged one" in said or "is plain text" in said


def test_other_files_are_no_recordings() -> None:
    assert "here we take MP3" in refused(documents.pdf(), "Plan.pdf")
    assert "is named like a WAV file, but an MP3 file is inside" in refused(
        recordings.mp3(), "a.wav"
    )


def test_a_place_in_it_is_told() -> None:
    placed = recordings.mp4(more=b"\x00\x00\x00\x1e\xa9xyz+51.5072-000.1276/")
    assert notice(TYPES["mp4"], io.BytesIO(placed)) == ["It says where it was recorded"]
