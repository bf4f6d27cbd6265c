"""Several documents bound into one PDF: each keeps its tags, its outline and its pages, so that
what was set by itself reads aloud and is found from bookmarks as before."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, OutlineItem, Pdf, String

from award.foundation.documents.parts import LEADS

_PAGES: Final = re.compile(rb"<xmpTPg:NPages>\d+</xmpTPg:NPages>")


@dataclass(frozen=True)
class Bound:
    """A part of what is bound: a PDF that we set ourselves, and its name among the bookmarks."""

    name: str
    file: bytes


def pages_in(file: bytes) -> int:
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return len(pdf.pages)


def bound(front: bytes, parts: Iterable[Bound]) -> bytes:
    """Behind what stands in `front`, each part in turn. The pages of `front` are numbered in roman,
    those of the parts onwards from 1, as they say themselves."""
    with pikepdf.open(io.BytesIO(front)) as whole:
        tree = _Tree(whole)
        first = len(whole.pages)
        outlines = []
        for part in parts:
            with pikepdf.open(io.BytesIO(part.file)) as source:
                start = len(whole.pages)
                whole.pages.extend(source.pages)
                tree.take(source, start)
                outlines.append((part.name, start, _outline(source, start)))
        tree.close()
        _lead(whole, first, [(name, start) for name, start, _ in outlines])
        with whole.open_outline() as outline:
            for name, start, below in outlines:
                item = OutlineItem(name, start)
                item.is_closed = True
                item.children.extend(below)
                outline.root.append(item)
        numbers = [0, Dictionary(S=Name.r), first, Dictionary(S=Name.D)]
        whole.Root.PageLabels = Dictionary(Nums=Array(numbers))
        said = whole.Root.Metadata.read_bytes()
        count = b"<xmpTPg:NPages>%d</xmpTPg:NPages>" % len(whole.pages)
        whole.Root.Metadata.write(_PAGES.sub(count, said))
        file = io.BytesIO()
        whole.save(file, deterministic_id=True, fix_metadata_version=False)
        return file.getvalue()


def _lead(whole: Pdf, first: int, parts: Sequence[tuple[str, int]]) -> None:
    """Links of the pages in front go to the page that their part begins on."""
    for page in [*whole.pages][:first]:
        for note in page.obj.get("/Annots", ()):
            said = str(note.get("/A", {}).get("/URI", ""))
            if said.startswith(LEADS):
                name, start = parts[int(said.removeprefix(LEADS))]
                del note["/A"]
                note.Dest = Array([whole.pages[start].obj, Name.Fit])
                note.Contents = String(name)  # what is read aloud


def _outline(source: Pdf, start: int) -> list[OutlineItem]:
    """What stands below its title."""
    numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}

    def copied(items: Sequence[OutlineItem]) -> Iterator[OutlineItem]:
        for one in items:
            page, _way, left, top, *_ = one.destination  # type: ignore[misc]
            place = start + numbers[page.objgen]
            item = OutlineItem(one.title, place, "XYZ", left=float(left), top=float(top))
            item.is_closed = True
            item.children.extend(copied(one.children))
            yield item

    with source.open_outline() as outline:
        return [item for title in outline.root for item in copied(title.children)]


class _Tree:
    """The structure of what is bound: elements one after the other, and which of them each page
    has."""

    def __init__(self, whole: Pdf) -> None:
        self.whole = whole
        self.root: Any = whole.Root.StructTreeRoot
        self.on_pages: list[Any] = []
        for key, value in NumberTree(self.root.ParentTree).items():
            self.on_pages += [key, value]
        self.next = int(self.root.ParentTreeNextKey)
        self.ids: list[tuple[bytes, Any]] = [
            (bytes(element.ID), element) for element in _with_ids(self.root)
        ]

    def take(self, source: Pdf, start: int) -> None:
        """The pages are there already, so that what refers to them finds them."""
        theirs = self.whole.copy_foreign(source.make_indirect(source.Root.StructTreeRoot))
        mark = b"d%d-" % start
        for element in theirs.K:
            element.P = self.root
            self.root.K.append(element)
        for element in _with_ids(theirs):
            element.ID = String(mark + bytes(element.ID))
            self.ids.append((bytes(element.ID), element))
        _mark_headers(theirs.K, mark)
        for key, value in NumberTree(theirs.ParentTree).items():
            self.on_pages += [key + self.next, value]
        for page in self.whole.pages[start:]:
            page.obj.StructParents = int(page.obj.StructParents) + self.next
            for note in page.obj.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + self.next
        self.next += int(theirs.ParentTreeNextKey)

    def close(self) -> None:
        self.root.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(self.on_pages)))
        self.root.ParentTreeNextKey = self.next
        if self.ids:
            names: list[Any] = []
            for name, element in sorted(self.ids, key=lambda one: one[0]):
                names += [String(name), element]
            self.root.IDTree = self.whole.make_indirect(Dictionary(Names=Array(names)))


def _with_ids(root: Any) -> list[Any]:
    return [*NameTree(root.IDTree).values()] if "/IDTree" in root else []


def _mark_headers(elements: Any, mark: bytes) -> None:
    """Cells name their headings by id: by the new ones."""
    waiting = [*elements]
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Dictionary):  # a number: words on a page
            continue
        attributes = element.get("/A", ())
        for one in [attributes] if isinstance(attributes, Dictionary) else attributes:
            if isinstance(one, Dictionary) and "/Headers" in one:
                one.Headers = Array([String(mark + bytes(name)) for name in one.Headers])
        below = element.get("/K", ())
        waiting += [*below] if isinstance(below, Array) else [below] if below else []
