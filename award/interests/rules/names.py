"""When two ways of writing mean one organisation, one person, or one sender of email."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import urlsplit

from award.accounts.rules import identifiers
from award.foundation.folding import fold

_WORD = re.compile(r"[^\W_]+")
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)")
_FORMS = frozenset(
    "ltd limited plc llp lp cic cio company co inc incorporated corporation corp trading as ta "
    "group holdings".split()
)
"""Words that say what form an organisation has, not which it is."""
_TITLES = frozenset("dr prof professor mr mrs ms miss mx sir dame lord lady rev".split())
_OF_A_COUNTRY = frozenset("ac co com edu gov net org".split())
"""Before the two letters of a country these are the registry's own: "com.au"."""
_NOBODYS = frozenset({"example", "test", "invalid", "localhost"})
"""Domains that nobody can have, kept free for examples."""
NUMBERS: Mapping[str, Callable[[str], str]] = {
    "company_number": identifiers.company_number,
    "charity_number": identifiers.charity_number,
    "ods_code": identifiers.ods_code,
    "cqc_provider_id": identifiers.cqc_provider_id,
}

Number = tuple[str, str]
"""Kind and number, in the form that is compared."""


def words_of(text: str) -> str:
    """The words of a text, folded, one space between them."""
    plain = fold(text).replace("'", "").replace("&", " and ")
    return " ".join(_WORD.findall(plain))


def organisation_key(name: str) -> str:
    """What two names of one organisation have alike: “The Bramble Care (UK) Ltd.” and “bramble care
    uk”. Nothing where the form is all there is."""
    text = words_of(name)
    for written, short in (
        ("community interest company", "cic"),
        ("charitable incorporated organisation", "cio"),
        ("c i c", "cic"),
        ("t a", "ta"),
    ):
        text = re.sub(rf"\b{written}\b", short, text)
    words = text.split()
    if words[:1] == ["the"]:
        words = words[1:]
    while words and words[-1] in _FORMS:
        words.pop()
    return " ".join(words)


def person_key(name: str) -> str:
    """A person's name without titles; nothing for one word, which too many share."""
    words = words_of(name).split()
    while words and words[0] in _TITLES:
        words.pop(0)
    return " ".join(words) if len(words) > 1 else ""


def holds_words(text: str, words: str) -> bool:
    """Does the folded text hold these folded words, one after another?"""
    return bool(words) and f" {words} " in f" {text} "


def domain_of(email: str, shared: Collection[str], suffixes: Collection[str]) -> str:
    """The domain by which an organisation sends email; nothing where anybody could have it."""
    parts = email.strip().lower().rpartition("@")[2].split(".")
    kept = _of_the_registry(parts, suffixes) + 1
    if len(parts) < kept or parts[-1] in _NOBODYS:
        return ""
    own = ".".join(parts[-kept:])
    return "" if {own, f"{parts[-kept]}.*"} & set(shared) else own


def _of_the_registry(parts: Sequence[str], suffixes: Collection[str]) -> int:
    """How many parts at the end of a domain are nobody's own."""
    for start in range(len(parts)):
        rest = ".".join(parts[start + 1 :])
        if f"{parts[start]}.{rest}" in suffixes or f"*.{rest}" in suffixes:
            return len(parts) - start
    return 2 if len(parts[-1]) == 2 and parts[-2:-1] and parts[-2] in _OF_A_COUNTRY else 1


def host_of(website: str) -> str:
    """The host of an address; "" where there is none, as in one that nobody could open."""
    try:
        return urlsplit(website).hostname or ""
    except ValueError:  # half an IPv6 address
        return ""


def emails_in(text: str) -> list[str]:
    return [found.group(0).lower() for found in _EMAIL.finditer(text)]


def number_of(kind: str, typed: str) -> Number | None:
    return (kind, identifiers.same_number(kind, typed)) if typed.strip() else None


def numbers_in(typed: str) -> frozenset[Number]:
    """Every registration number that what was typed could be."""
    found = set()
    for kind, read in NUMBERS.items():
        try:
            number = read(typed)
        except ValueError:
            continue
        if number:
            found.add((kind, identifiers.same_number(kind, number)))
    return frozenset(found)
