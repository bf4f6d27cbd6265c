"""Documents of the fictional applicants: what they wrote in the form, as somebody would print it.

Made here, word for word from their answers, so that no document is anybody's.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from award.rounds.rules.questions import QuestionSet

WIDTH: Final = 88
"""Characters of a line."""
LINES: Final = 48
"""Of a page."""
_LEADING: Final = 15

ABOUT: Final = {
    "plan_file": ("Project plan", "delivery"),
    "evidence_file": ("Evidence and evaluation", "evaluation"),
    "dpia_file": ("Data protection impact assessment, summary", "safety_data"),
}
"""Slot -> what its document is called, and the section that it is made of."""


def documents(
    questions: QuestionSet, answers: Mapping[str, Any], phase: int, author: str
) -> Iterator[tuple[str, str, bytes]]:
    """(slot, name, content) of each document that these answers can fill."""
    slots = {question.key for question in questions.of_files if phase in question.phases}
    for slot, (title, section_key) in ABOUT.items():
        section = questions.section(section_key)
        if slot not in slots or section is None:
            continue
        lines = [
            line
            for question in section.asked(answers, phase)
            for line in (question.label, *question.display(answers.get(question.key)), "")
            if answers.get(question.key) is not None
        ]
        if lines:
            yield slot, f"{title}.pdf", pdf(title, lines, author)


def pdf(title: str, lines: list[str], author: str) -> bytes:
    """Plain pages of text; its properties name its author, as people's documents do."""
    import pikepdf
    from pikepdf import Dictionary

    folded = [part for line in lines for part in textwrap.wrap(line, WIDTH) or [""]]
    pages = [folded[start : start + LINES] for start in range(0, len(folded), LINES)]
    with pikepdf.new() as made:
        fonts = Dictionary(F1=_font("Helvetica"), F2=_font("Helvetica-Bold"))
        for number, page_lines in enumerate(pages, 1):
            page = made.add_blank_page(page_size=(595, 842))
            page.Resources = Dictionary(Font=fonts)
            page.Contents = made.make_stream(_page(title, page_lines, number, len(pages)))
        made.docinfo["/Title"] = title
        made.docinfo["/Author"] = author
        into = io.BytesIO()
        made.save(into, deterministic_id=True)
    return into.getvalue()


def _font(name: str) -> Any:
    from pikepdf import Dictionary, Name

    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name(f"/{name}"),
        Encoding=Name.WinAnsiEncoding,
    )


def _page(title: str, lines: list[str], number: int, of: int) -> bytes:
    head = [b"BT /F2 16 Tf 60 780 Td ", _shown(title), b" Tj ET"]
    body = [b"BT /F1 10.5 Tf 60 750 Td %d TL" % _LEADING]
    body += [_shown(line) + b" Tj T*" for line in lines]
    foot = [b"ET BT /F1 9 Tf 60 30 Td ", _shown(f"Page {number} of {of}"), b" Tj ET"]
    return b"\n".join([b"".join(head), *body, b"".join(foot)])


def _shown(words: str) -> bytes:
    plain = words.encode("cp1252", "replace")
    for mark in (b"\\", b"(", b")"):
        plain = plain.replace(mark, b"\\" + mark)
    return b"(" + plain + b")"
