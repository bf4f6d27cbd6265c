"""What was filled in in a PDF's form, drawn on its page as it was seen, without the form."""

from __future__ import annotations

from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name

_HIDDEN: Final = 0b100011
"""Flags of what nobody sees on the page: invisible, hidden, not for the screen."""


def flatten(pdf: pikepdf.Pdf) -> None:
    """Before anything goes: what makes a form's look is among what goes."""
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and form.get(Name.NeedAppearances, False):
        pdf.generate_appearance_streams()
    for page in pdf.pages:
        if Name.Annots not in page.obj:
            continue
        kept = [one for one in page.obj.Annots if isinstance(one, Dictionary) and _stays(one)]
        page.obj.Annots = Array(kept)
        for one in kept:
            if one.get(Name.Subtype) == Name.Link and Name.AP in one:
                del one[Name.AP]
    pdf.flatten_annotations("screen")


def _stays(annotation: Any) -> bool:
    if annotation.get(Name.Subtype) == Name.Link:
        return True
    if annotation.get(Name.Subtype) != Name.Widget or Name.AP not in annotation:
        return False
    kind = annotation.get(Name.FT, annotation.get(Name.Parent, Dictionary()).get(Name.FT))
    return kind != Name.Sig and not int(annotation.get(Name.F, 0)) & _HIDDEN
