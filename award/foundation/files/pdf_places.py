"""Where links in a PDF lead: places in it by their page, without the names they were given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


class Places:
    """Read before the names go."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._named: dict[str, Any] = {}
        self._pages = {page.obj.objgen for page in pdf.pages}
        old = pdf.Root.get(Name.Dests)
        if isinstance(old, Dictionary):
            self._named |= {key: old[key] for key in [*old.keys()]}
        names = pdf.Root.get(Name.Names)
        if isinstance(names, Dictionary) and isinstance(names.get(Name.Dests), Dictionary):
            self._named |= dict(pikepdf.NameTree(names.Dests))

    def of(self, dest: Any) -> Any:
        """The page and the place on it; None for what leads nowhere in this file."""
        if isinstance(dest, pikepdf.String | Name):
            dest = self._named.get(str(dest))
        if isinstance(dest, Dictionary):
            dest = dest.get(Name.D)
        if not isinstance(dest, Array) or not len(dest):
            return None
        page = dest[0]
        if not isinstance(page, Dictionary) or page.objgen not in self._pages:
            return None
        return Array([page, *(one for one in [*dest][1:] if not isinstance(one, pikepdf.String))])


def kept_action(action: Any, places: Places, is_public: Callable[[str], bool]) -> Any:
    """What a link does if it goes to a place in this file or to a public page, made anew."""
    if not isinstance(action, Dictionary):
        return None
    if action.get(Name.S) == Name.GoTo and (dest := places.of(action.get(Name.D))) is not None:
        return Dictionary(S=Name.GoTo, D=dest)
    if action.get(Name.S) == Name.URI and is_public(str(action.get(Name.URI, ""))):
        return Dictionary(S=Name.URI, URI=action.URI)
    return None
