"""Inputs of long forms as the NHS components draw them, written out.

The NHS macros sort out dozens of options for each field of each page; a section of the application
form has a hundred fields and options. These take the same parameters (those that
`award.design.widgets` gives) and write the same elements, classes and attributes:
`tests/design/test_markup.py` holds each against the macro of the release that is installed, so that
an upgrade that draws them otherwise is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

Params = Mapping[str, Any]
SIZES = frozenset({"s", "m", "l", "xl"})
CAPTION_SIZES = frozenset({"m", "l", "xl"})
WIDTHS = frozenset({"2", "3", "4", "5", "10", "20", "30"})


def write_input(p: Params) -> str:
    """One line of text, with what stands before and after it."""
    classes = ["nhsuk-input"]
    if p.get("errorMessage") or p.get("error"):
        classes.append("nhsuk-input--error")
    if str(p.get("width")) in WIDTHS:
        classes.append(f"nhsuk-input--width-{p['width']}")
    box = (
        f'<input class="{_classes(*classes, p.get("classes"))}" id="{escape(p["id"])}"'
        f' name="{escape(p["name"])}" type="{p.get("type") or "text"}"'
        f"{_spellcheck(p)}{_given('value', p)}{_disabled(p)}{_described(p)}"
        f"{_given('autocomplete', p)}{_given('inputmode', p)}{_attributes(p)}>"
    )
    before, after = _affix(p, "prefix"), _affix(p, "suffix")
    if before or after:
        box = f'<div class="nhsuk-input-wrapper">{before}{box}{after}</div>'
    return _group(p, _label(p) + _help(p) + box)


def write_textarea(p: Params) -> str:
    """Several paragraphs."""
    return _group(p, _label(p) + _help(p) + _textarea(p, ""))


def write_character_count(p: Params) -> str:
    """Several paragraphs, and how many words there may be."""
    about = f"{p['id']}-info"
    counter = {
        "data-module": "nhsuk-character-count",
        "data-maxlength": p["maxlength"],
        "data-count-type": p["countType"],
    }
    most = f"You can enter up to {p['maxlength']} {p['countType']}"
    return _group(
        p,
        f"{_label(p)}{_help(p)}{_textarea(p, about, 'nhsuk-js-character-count')}"
        f'<div class="nhsuk-hint nhsuk-character-count__message" id="{escape(about)}">{most}</div>',
        "nhsuk-character-count",
        counter,
    )


def _textarea(p: Params, about: str, counting: str = "") -> str:
    wrong = "nhsuk-textarea--error" if p.get("errorMessage") else ""
    classes = _classes("nhsuk-textarea", wrong, counting, p.get("classes"))
    return (
        f'<textarea class="{classes}" id="{escape(p["id"])}" name="{escape(p["name"])}"'
        f' rows="{p.get("rows") or 5}"{_spellcheck(p)}{_disabled(p)}{_described(p, about)}'
        f"{_given('autocomplete', p)}{_attributes(p)}>{escape(p.get('value', ''))}</textarea>"
    )


def write_date(p: Params) -> str:
    """Day, month and year in a box each; those that are wrong are marked, with one message."""
    boxes = "".join(
        f'<div class="nhsuk-date-input__item">{write_input(_box(item))}</div>'
        for item in p["items"]
    )
    classes = _classes("nhsuk-date-input", p.get("classes"))
    inner = f'{_help(p)}<div class="{classes}" id="{escape(p["id"])}">{boxes}</div>'
    return _group(
        p,
        f'<fieldset class="nhsuk-fieldset" role="group"{_described(p)}>'
        f"{_legend(p['fieldset']['legend'])}{inner}</fieldset>",
    )


def _box(item: Params) -> Params:
    label = {"text": item["label"], "classes": "nhsuk-date-input__label"}
    return {**item, "label": label, "classes": "nhsuk-date-input__input"}


def write_select(p: Params) -> str:
    """A list to choose from."""
    wrong = "nhsuk-select--error" if p.get("errorMessage") else ""
    options = "".join(
        f'<option value="{escape(item["value"])}"{" selected" if item["selected"] else ""}>'
        f"{escape(item['text'])}</option>"
        for item in p["items"]
    )
    return _group(
        p,
        f"{_label(p)}{_help(p)}"
        f'<select class="{_classes("nhsuk-select", wrong, p.get("classes"))}"'
        f' id="{escape(p["id"])}" name="{escape(p["name"])}"{_disabled(p)}{_described(p)}'
        f"{_attributes(p)}>{options}</select>",
    )


def write_radios(p: Params) -> str:
    """One of several. What a choice reveals is shown by app.css: the NHS script would do it too,
    and mark the radio as expanded, which ARIA has no meaning for."""
    return _choices(p, "radio", "nhsuk-radios", reveals=False)


def write_checkboxes(p: Params) -> str:
    """Some of several, or one box to tick."""
    return _choices(p, "checkbox", "nhsuk-checkboxes", reveals=True)


def _choices(p: Params, kind: str, block: str, *, reveals: bool) -> str:
    small = f"{block}--small" if p.get("small") else ""
    inline = f"{block}--inline" if p.get("inline") else ""
    legend = p.get("fieldset", {}).get("legend")
    about = "" if legend else " ".join(_ids(p))
    rows = "".join(
        _choice(p, item, place, kind, block, about, reveals)
        for place, item in enumerate(p["items"], 1)
    )
    inner = (
        f'{_help(p)}<div class="{_classes(block, small, inline, p.get("classes"))}"'
        f' data-module="{block}">{rows}</div>'
    )
    if legend:
        described = _described(p)
        inner = f'<fieldset class="nhsuk-fieldset"{described}>{_legend(legend)}{inner}</fieldset>'
    return _group(p, inner)


def _choice(
    p: Params, item: Params, place: int, kind: str, block: str, about: str, reveals: bool
) -> str:
    if "divider" in item:
        return f'<div class="{block}__divider">{escape(item["divider"])}</div>'
    own = escape(p["idPrefix"] if place == 1 else f"{p['idPrefix']}-{place}")
    hint, more, hint_id = item.get("hint"), item.get("conditional"), f"{own}-item-hint"
    ids = " ".join(filter(None, [about, hint_id if hint else ""]))
    described = f' aria-describedby="{ids}"' if ids else ""
    behaviour = f' data-behaviour="{item["behaviour"]}"' if "behaviour" in item else ""
    controls = f' data-aria-controls="conditional-{own}"' if more and reveals else ""
    says = f'<div class="nhsuk-hint {block}__hint" id="{hint_id}">{_content(hint)}</div>'
    hidden = f" {block}__conditional--hidden" if reveals and not item.get("checked") else ""
    shows = f'<div class="{block}__conditional{hidden}" id="conditional-{own}">'
    return (
        f'<div class="{block}__item"><input class="{block}__input" id="{own}"'
        f' name="{escape(p["name"])}" type="{kind}" value="{escape(item["value"])}"'
        f"{' checked' if item.get('checked') else ''}{behaviour}{controls}{described}"
        f'{_attributes(item)}><label class="nhsuk-label {block}__label" for="{own}">'
        f"{_content(item['label'])}</label>{says if hint else ''}</div>"
        f"{shows + str(more['html']) + '</div>' if more else ''}"
    )


def _group(p: Params, inner: str, more: str = "", attributes: Params | None = None) -> str:
    wrong = "nhsuk-form-group--error" if p.get("errorMessage") or p.get("error") else ""
    own = p.get("formGroup", {}).get("classes", "")
    classes = _classes("nhsuk-form-group", wrong, own, more)
    return f'<div class="{classes}"{_written(attributes or {})}>{inner}</div>'


def _label(p: Params) -> str:
    label = p["label"]
    text, start = _content(label), _caption(label)
    if not text:
        return ""
    size = f"nhsuk-label--{label['size']}" if label.get("size") in SIZES else ""
    classes = _classes("nhsuk-label", size, label.get("classes"))
    html = f'<label class="{classes}" for="{escape(p["id"])}">{start}{text}</label>'
    return f'<h1 class="nhsuk-label-wrapper">{html}</h1>' if label.get("isPageHeading") else html


def _legend(legend: Params) -> str:
    text, start = _content(legend), _caption(legend)
    if not text:
        return ""
    size = legend.get("size")
    sized = f"nhsuk-fieldset__legend--{size}" if size in SIZES else ""
    classes = _classes("nhsuk-fieldset__legend", sized, legend.get("classes"))
    inner = f"{start}{text}"
    if legend.get("isPageHeading"):
        inner = f'<h1 class="nhsuk-fieldset__heading">{inner}</h1>'
    return f'<legend class="{classes}">{inner}</legend>'


def _caption(label: Params) -> str:
    caption, size = label.get("caption"), label.get("size")
    if not caption:
        return ""
    name = f"nhsuk-caption-{size}" if size in CAPTION_SIZES else "nhsuk-caption"
    return f'<span class="{name}">{escape(caption)}</span> '


def _help(p: Params) -> str:
    """The hint and what is wrong."""
    own, hint, wrong, found = _base(p), p.get("hint"), p.get("errorMessage"), ""
    if hint:
        found = f'<div class="nhsuk-hint" id="{own}-hint">{_content(hint)}</div>'
    if wrong:
        found += (
            f'<span class="nhsuk-error-message" id="{own}-error">'
            f'<span class="nhsuk-u-visually-hidden">Error: </span>{_content(wrong)}</span>'
        )
    return found


def _base(p: Params) -> Markup:
    return escape(p.get("idPrefix") or p["id"])


def _ids(p: Params) -> Sequence[str]:
    """Ids of what describes the field."""
    own = _base(p)
    return [f"{own}-{part}" for part, key in _DESCRIBES if p.get(key)]


_DESCRIBES = (("hint", "hint"), ("error", "errorMessage"))


def _described(p: Params, first: str = "") -> str:
    ids = " ".join(filter(None, [str(escape(first)), *_ids(p)]))
    return f' aria-describedby="{ids}"' if ids else ""


def _content(p: Params | None) -> str:
    """HTML as it is; text escaped."""
    if not p:
        return ""
    return str(p["html"]) if "html" in p else str(escape(p.get("text", "")))


def _affix(p: Params, side: str) -> str:
    text = p.get(side)
    if not text:
        return ""
    return f'<div class="nhsuk-input-wrapper__{side}" aria-hidden="true">{escape(text)}</div>'


def _classes(*names: str | None) -> str:
    return str(escape(" ".join(filter(None, names))))


def _given(name: str, p: Params) -> str:
    return f' {name}="{escape(p[name])}"' if name in p else ""


def _spellcheck(p: Params) -> str:
    return f' spellcheck="{str(p["spellcheck"]).lower()}"' if p.get("spellcheck") in _BOTH else ""


_BOTH = (True, False)


def _disabled(p: Params) -> str:
    return " disabled" if p.get("disabled") else ""


def _attributes(p: Params) -> str:
    return _written(p.get("attributes", {}))


def _written(attributes: Params) -> str:
    return "".join(f' {escape(name)}="{escape(_flat(v))}"' for name, v in attributes.items())


def _flat(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


WRITERS: dict[str, Callable[[Params], str]] = {
    "input": write_input,
    "textarea": write_textarea,
    "character-count": write_character_count,
    "date-input": write_date,
    "select": write_select,
    "radios": write_radios,
    "checkboxes": write_checkboxes,
}
"""By the name of the NHS component."""
