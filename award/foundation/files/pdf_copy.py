"""A PDF with its pages, headings, tags and links to pages of the web, and with nothing else.

What was filled in in a form is drawn on its page, as it was seen; a signature is not.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from award.foundation.files import encoded, pdf_kept
from award.foundation.files.elsewhere import is_public, names_a_place
from award.foundation.files.pdf_forms import flatten
from award.foundation.files.pdf_places import Places, kept_action

_MARK: Final = re.compile(rb"<<\s*/MCID\s+\d+\s*>>")
_TOLD: Final = re.compile(rb"%|<<|\bBI\b")
"""What stands in words for drawing beside the drawing: remarks, properties, a picture."""
_PROPERTIED: Final = frozenset({"BDC", "DP"})
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DRAWS: Final = frozenset({"/Form"})


def copy_pdf(source: BinaryIO, target: BinaryIO) -> None:
    with pikepdf.open(source) as pdf:
        flatten(pdf)
        _Copy(pdf).make()
        for key in [*pdf.trailer.keys()]:
            if key not in ("/Root", "/Size", "/ID"):
                del pdf.trailer[key]
        pdf.remove_unreferenced_resources()
        pdf.save(target, deterministic_id=True, recompress_flate=True, fix_metadata_version=False,
                 stream_decode_level=pikepdf.StreamDecodeLevel.generalized)  # fmt: skip


class _Copy:
    """Goes through all that can be reached, each object once, and leaves what is on the list."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.root = pdf, pdf.Root
        self.places = Places(pdf)
        self.seen: set[tuple[str, tuple[int, int]]] = set()
        self.todo: list[tuple[str, Any]] = []
        tree = self.root.get(Name.StructTreeRoot, Dictionary())
        self.roles: Any = (
            tree.get(Name.RoleMap, Dictionary()) if isinstance(tree, Dictionary) else {}
        )
        self.layers = 0

    def make(self) -> None:
        for page in self.pdf.pages:
            self._page(page.obj)
        self._catalog()
        while self.todo:
            kind, thing = self.todo.pop()
            if isinstance(thing, Array):
                self.todo += [(kind, one) for one in thing]
            elif isinstance(thing, Dictionary | Stream) and self._is_new(kind, thing):
                getattr(self, f"_{kind}")(thing)

    def _is_new(self, kind: str, thing: Any) -> bool:
        if not thing.is_indirect:
            return True
        new = (kind, thing.objgen) not in self.seen
        self.seen.add((kind, thing.objgen))
        return new

    def _only(self, thing: Any, kept: Collection[str]) -> None:
        for key in [*thing.keys()]:
            if key not in kept:
                del thing[key]

    def _catalog(self) -> None:
        self._only(self.root, pdf_kept.CATALOG)
        self._language(self.root)
        kinds = {"/Pages": "pages", "/Outlines": "outline", "/MarkInfo": "attributes"}
        kinds |= {"/StructTreeRoot": "structure", "/OCProperties": "layers"}
        self._below(self.root, kinds)

    def _pages(self, node: Any) -> None:
        if Name.Kids in node:
            self._only(node, pdf_kept.PAGES)
            self._below(node, {"/Kids": "pages", "/Resources": "resources"})

    def _page(self, page: Any) -> None:
        self._only(page, pdf_kept.PAGE)
        if Name.Annots in page:
            page.Annots = Array([one for one in page.Annots if self._link(one)])
        self._below(page, {"/Resources": "resources", "/Group": "drawn"})
        contents = page.get(Name.Contents)
        for one in contents if isinstance(contents, Array) else [contents]:
            if isinstance(one, Stream):
                self._only(one, pdf_kept.DRAWN)
        whole = b"\n".join(
            one.read_bytes()
            for one in (contents if isinstance(contents, Array) else [contents])
            if isinstance(one, Stream)
        )
        if self._tells(whole):
            page.Contents = self.pdf.make_stream(self._quiet(page))

    def _below(self, thing: Any, kinds: dict[str, str]) -> None:
        self.todo += [(kind, thing[key]) for key, kind in kinds.items() if key in thing]

    def _link(self, link: Any) -> bool:
        """Whether it is a link that leads on."""
        if not isinstance(link, Dictionary) or link.get(Name.Subtype) != Name.Link:
            return False
        self._only(link, pdf_kept.LINK)
        self.todo += [("attributes", link.BS)] if Name.BS in link else []
        return self._leads(link)

    def _leads(self, thing: Any) -> bool:
        if Name.Dest in thing and (dest := self.places.of(thing.Dest)) is not None:
            thing.Dest = dest
            if Name.A in thing:
                del thing[Name.A]
            return True
        action = kept_action(thing.get(Name.A), self.places, is_public)
        for key in (Name.Dest, Name.A):
            if key in thing:
                del thing[key]
        if action is not None:
            thing.A = action
        return action is not None

    def _outline(self, entry: Any) -> None:
        self._only(entry, pdf_kept.OUTLINE)
        self._leads(entry)
        if Name.Title in entry and names_a_place(str(entry.Title)):
            entry.Title = pikepdf.String("Part")
        self._below(entry, {"/First": "outline", "/Next": "outline"})

    def _structure(self, part: Any) -> None:
        self._only(part, pdf_kept.STRUCTURE)
        self._language(part)
        for key in pdf_kept.WORDS:
            if key in part and names_a_place(str(part[key])):
                del part[key]
        if Name.S in part:
            part.S = Name(self._role(str(part.S)))
        if Name.Obj in part and not self._is_kept(part.Obj):
            del part[Name.Obj]
        if Name.A in part:
            self._owned(part)
        self._below(part, {"/K": "structure", "/ParentTree": "structure", "/Kids": "structure",
                           "/Nums": "structure"})  # fmt: skip

    def _role(self, name: str) -> str:
        for _ in range(9):
            if name in pdf_kept.STANDARD:
                return name
            name = str(self.roles.get(name, ""))
        return "/NonStruct"

    def _is_kept(self, thing: Any) -> bool:
        if not isinstance(thing, Dictionary | Stream):
            return False
        if thing.get(Name.Subtype) == Name.Link:
            return self._link(thing)
        self.todo.append(("drawn", thing))
        return isinstance(thing, Stream)

    def _owned(self, part: Any) -> None:
        held = part.A if isinstance(part.A, Array) else [part.A]
        kept = [
            one
            for one in held
            if isinstance(one, Dictionary) and str(one.get(Name.O)) in pdf_kept.OWNERS
        ]
        for one in kept:
            self._only(one, pdf_kept.ATTRIBUTES)
        del part[Name.A]
        if kept:
            part.A = Array(kept)
            self.todo.append(("attributes", part.A))

    def _attributes(self, held: Any) -> None:
        """Numbers and names: no words."""
        for key in [*held.keys()]:
            if isinstance(held[key], pikepdf.String | Dictionary | Stream):
                del held[key]

    def _layers(self, held: Any) -> None:
        if held.get(Name.Type) == Name.OCG:
            self._property(held)
            return
        self._only(held, pdf_kept.LAYERS)
        self._wordless(held)
        self._below(held, dict.fromkeys(held.keys(), "layers"))

    def _wordless(self, held: Any) -> None:
        if isinstance(order := held.get(Name.Order), Array):
            held.Order = Array([one for one in order if isinstance(one, Dictionary)])

    def _property(self, held: Any) -> None:
        self._only(held, pdf_kept.PROPERTY)
        self._language(held)
        if held.get(Name.Type) == Name.OCG:
            self.layers += 1
            held.Name = pikepdf.String(f"Layer {self.layers}")
        self._below(held, {"/OCGs": "property", "/VE": "property", "/Usage": "layers"})

    def _resources(self, held: Any) -> None:
        self._only(held, pdf_kept.RESOURCES)
        for key in pdf_kept.MAPS:
            if isinstance(each := held.get(key), Dictionary):
                kind = "property" if key == "/Properties" else "drawn"
                self.todo += [(kind, each[name]) for name in [*each.keys()]]

    def _drawn(self, thing: Any) -> None:
        kind = thing.get(Name.Subtype)
        self._only(thing, pdf_kept.DRAWN)
        if isinstance(thing, Stream):
            self._streamed(thing, str(kind))
        for key in [*thing.keys()]:
            if key == "/Resources":
                self.todo.append(("resources", thing[key]))
            elif key == "/OC":
                self.todo.append(("property", thing[key]))
            elif key in ("/CharProcs", "/Colorants"):
                self.todo += [("glyph", thing[key][name]) for name in [*thing[key].keys()]]
            elif key == "/ColorSpace":
                self.todo.append(("colours", thing[key]))
            else:
                self.todo.append(("drawn", thing[key]))

    def _glyph(self, thing: Any) -> None:
        if isinstance(thing, Stream):
            self._only(thing, pdf_kept.DRAWN)
            self._still(thing)
        else:
            self._drawn(thing)

    _colours = _drawn

    def _streamed(self, thing: Any, kind: str) -> None:
        filters = thing.get(Name.Filter)
        last = str(filters[-1] if isinstance(filters, Array) and len(filters) else filters)
        clean = {"/DCTDecode": encoded.jpeg, "/JPXDecode": encoded.jpeg2000}.get(last)
        if clean and kind == "/Image":
            parms = thing.get(Name.DecodeParms)
            mine = parms[-1] if isinstance(parms, Array) and len(parms) else parms
            only = not isinstance(filters, Array) or len(filters) == 1
            raw = thing.read_raw_bytes() if only else self._unpacked(thing)
            thing.write(clean(raw), filter=Name(last),
                        decode_parms=mine if isinstance(mine, Dictionary) else None)  # fmt: skip
        elif kind in _DRAWS or thing.get(Name.PatternType) == 1:
            self._still(thing)
        elif Name.N in thing and kind == "None" and Name.FunctionType not in thing:
            try:
                thing.write(encoded.profile(thing.read_bytes()))
            except encoded.Unreadable:
                thing.write(b"")  # readers take the usual colours then

    def _unpacked(self, thing: Any) -> bytes:
        """The picture as its own format has it, out of what it is packed in besides."""
        held = pikepdf.Stream(self.pdf, thing.read_raw_bytes())
        held.Filter = Array([*thing.Filter][:-1])
        if isinstance(parms := thing.get(Name.DecodeParms), Array):
            held.DecodeParms = Array([*parms][:-1])
        return held.read_bytes()

    def _tells(self, drawing: bytes) -> bool:
        return bool(_TOLD.search(_MARK.sub(b"", drawing)))

    def _still(self, thing: Any) -> None:
        if self._tells(thing.read_bytes()):
            thing.write(self._quiet(thing))

    def _quiet(self, thing: Any) -> bytes:
        """The same drawing without remarks, and with the properties of its parts that are kept."""
        found: list[Any] = []
        for one in pikepdf.parse_content_stream(thing):
            operator = str(one.operator)
            if operator in _PROPERTIED:
                for held in one.operands:
                    if isinstance(held, Dictionary):
                        self._only(held, pdf_kept.PROPERTY)
            found.append(one)
        return bytes(pikepdf.unparse_content_stream(found))

    def _language(self, held: Any) -> None:
        if Name.Lang in held and not _LANGUAGE.fullmatch(str(held.Lang)):
            del held[Name.Lang]
