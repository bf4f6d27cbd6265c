"""What a proof reads of files, whatever program made them."""

from __future__ import annotations

import io
import zipfile

import pytest

from award.proofs.reading import Text, parts_of, words_in

NAME = "Zoë Müller-Ångström"


def zipped(content: bytes, name: str = "docProps/core.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("word/document.xml", "<w:t>Nine weeks</w:t>")
        book.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["docProps/core.xml", "word/notes.txt", "custom/item.bin"])
def test_a_name_is_found_in_whatever_letters(coding: str, name: str) -> None:
    shown, found = parts_of(zipped(NAME.encode(coding), name))
    assert shown.where == "text: word/document.xml"
    assert Text(found.text).has(tuple(words_in(NAME)))


def test_what_can_t_be_unpacked_is_read_as_bytes() -> None:
    whole = zipped(b"a" * 500 + b"Zelda Thistledown" + bytes(range(128, 256)))
    broken = bytearray(whole)
    broken[whole.index(b"PK\x03\x04", 4) + 60] ^= 0xFF  # within what is packed
    locked = bytearray(whole)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.index(sign)
        while start >= 0:
            locked[start + at] |= 1
            start = whole.find(sign, start + 1)
    for body in (bytes(broken), bytes(locked), whole[:-9], b"PK" + bytes(range(256))):
        [part] = parts_of(body)
        assert part.where.startswith("metadata: the bytes")
