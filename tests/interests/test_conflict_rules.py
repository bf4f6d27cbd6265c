"""What makes a conflict, and what is only alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest

from award.accounts.rules import identifiers
from award.interests.rules.conflicts import Found, Reason, tie, ties
from award.interests.rules.declared import InterestKind
from award.interests.rules.names import (
    domain_of,
    emails_in,
    host_of,
    numbers_in,
    organisation_key,
    person_key,
    words_of,
)
from award.interests.rules.parties import Applied, Assesses, Body, Interest, body_of
from award.interests.seeds import domain_suffixes, shared_domains

LEADS = Body(
    "Bramble Care Ltd", frozenset({("company_number", "01234567")}), 7,
    "https://www.bramblecare.co.uk/about",
)  # fmt: skip
APPLIED = Applied(
    1,
    people=frozenset({10, 11}),
    emails=frozenset({"ada@bramblecare.co.uk", "lin@ternparts.com.au"}),
    bodies=(LEADS, Body("Tern Sensors CIC")),
    named=(words_of("Dr Joan O’Hara"), words_of("Fernlea Nursing Home")),
    named_emails=frozenset({"manager@fernlea.org.uk"}),
    excluded=words_of("Not Kit Marlow, nor anybody of Osprey Systems Ltd."),
    submitted_at=datetime(2026, 5, 1, tzinfo=UTC),
)
LATELY, LONG_AGO = datetime(2025, 5, 1, tzinfo=UTC), datetime(2020, 5, 1, tzinfo=UTC)
NOBODY = Assesses(99, "Ash Example", "ash@gmail.com")


def interest(name: str, number: str = "", kind: str = "employment") -> Interest:
    return Interest(InterestKind(kind), body_of(name, number))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"id": 11}, (True, Reason.PART)),
        ({"bodies": (replace(LEADS, name="Another name"),)}, (True, Reason.SAME_ORGANISATION)),
        ({"bodies": (Body("The Tern Sensors"),)}, (True, Reason.SAME_ORGANISATION)),
        ({"bodies": (Body("Gull", former=("Tern Sensors",)),)}, (True, Reason.SAME_ORGANISATION)),
        ({"interests": (interest("Bramble Care", "1234567"),)}, (True, Reason.DECLARED)),
        ({"interests": (interest("BRAMBLE CARE LIMITED"),)}, (True, Reason.DECLARED)),
        ({"interests": (interest("Bramble Care", "07654321"),)}, (True, Reason.DECLARED)),
        ({"interests": (interest("BC Homes", "1234567"),)}, (False, Reason.NUMBER)),
        (
            {
                "bodies": (
                    replace(LEADS, id=8, numbers=frozenset({("company_number", "07654321")})),
                )
            },
            None,
        ),
        ({"interests": (interest("bramble care", kind="family"),)}, (False, Reason.FAMILY)),
        ({"interests": (interest("Fernlea nursing home"),)}, (False, Reason.NAMED_ORGANISATION)),
        ({"interests": (interest("Bramble Care (Leeds)"),)}, (False, Reason.PART_OF)),
        ({"bodies": (Body("Tern Sensors (Night) Ltd"),)}, (False, Reason.PART_OF)),
        ({"email": "ash@mail.bramblecare.co.uk"}, (True, Reason.EMAIL)),
        ({"email": "ash@ternparts.com.au"}, (False, Reason.SHARED_EMAIL)),
        ({"email": "ash@others.com.au"}, None),
        ({"email": "ash@fernlea.org.uk"}, (False, Reason.NAMED_EMAIL)),
        ({"name": "Joan O'Hara"}, (False, Reason.NAMED)),
        ({"name": "Joan"}, None),
        ({"past_people": {10: LATELY}}, (False, Reason.PAST)),
        ({"past_people": {10: LONG_AGO}}, None),
        ({"past_bodies": {7: LATELY}}, (False, Reason.PAST)),
        ({"name": "Prof Kit Marlow"}, (False, Reason.ASKED_NOT)),
        ({"interests": (interest("Osprey Systems"),)}, (False, Reason.ASKED_NOT)),
    ],
)
def test_one_fact_makes_one_conflict(
    changes: dict[str, Any], expected: tuple[bool, Reason] | None
) -> None:
    person = replace(NOBODY, **changes)
    found = tie(person, APPLIED)
    assert ties([NOBODY, person], [APPLIED]) == ({(1, person.id): found} if found else {})
    assert (found and (found.hard, found.reasons[0].reason)) == expected
    assert found is None or len(found.reasons) == 1


def test_an_employer_may_be_the_whole_of_which_a_service_applies() -> None:
    """A council, and one of its services in brackets: asked about, since a branch of a charity may
    be a charity of its own. Two branches have nothing in common by that."""
    service = replace(APPLIED, bodies=(Body("Ashlar City Council (Ashlar Reablement Service)"),))
    person = replace(NOBODY, interests=(interest("Ashlar city council"),))
    found = tie(person, service)
    assert found is not None and found.open
    assert found.reasons == (Found(Reason.PART_OF, "Ashlar city council"),)
    assert "may belong together with an organisation that applies" in found.why
    assert ties([NOBODY, person], [service]) == {(1, 99): found}
    other = replace(NOBODY, interests=(interest("Ashlar City Council (Parks)"),))
    assert tie(other, service) is None


def test_several_reasons_stand_beside_each_other_and_one_hard_one_decides() -> None:
    person = replace(
        NOBODY, name="Joan O’Hara", email="joan@bramblecare.co.uk", past_people={11: LATELY}
    )
    found = tie(person, APPLIED)
    assert found is not None and found.hard
    assert found.reasons == (
        Found(Reason.EMAIL, "bramblecare.co.uk"), Found(Reason.NAMED), Found(Reason.PAST),
    )  # fmt: skip
    assert "bramblecare.co.uk" in found.why and "last five years" in found.why


def own_domain(address: str) -> str:
    return domain_of(address, shared_domains(), domain_suffixes())


def test_an_address_that_anybody_can_have_says_nothing() -> None:
    for domain in (
        "gmail.com", "nhs.net", "example.org", "demo.example", "a", "uk", "co.uk", "com.au",
        "nhs.uk", "scot.nhs.uk", "wales.nhs.uk", "nhs.wales", "nhs.scot", "gov.uk",
        "x.parliament.uk", "hscni.net", "blueyonder.co.uk", "doctors.org.uk", "o2.co.uk",
        "btopenworld.com", "hotmail.de", "yahoo.com.au", "me.uk", "uk.com", "x.sch.uk",
    ):  # fmt: skip
        assert own_domain(f"a@{domain}") == "", domain
    for address, own in (
        ("a@cs.leeds.ac.uk", "leeds.ac.uk"),
        ("A@Trust.NHS.uk", "trust.nhs.uk"),
        ("a@leeds.gov.uk", "leeds.gov.uk"),
        ("a@lothian.scot.nhs.uk", "lothian.scot.nhs.uk"),
        ("a@mail.bramble.com.au", "bramble.com.au"),
        ("a@bramble.org.au", "bramble.org.au"),
        ("a@bramble.co.nz", "bramble.co.nz"),
        ("a@bramble.uk.com", "bramble.uk.com"),
        ("a@bramble.onmicrosoft.com", "bramble.onmicrosoft.com"),
        ("a@oak.leeds.sch.uk", "oak.leeds.sch.uk"),
        ("a@mail.bramble.care", "bramble.care"),
    ):
        assert own_domain(address) == own
    both = replace(APPLIED, emails=frozenset({"lead@nhs.net"}))
    assert tie(replace(NOBODY, email="ash@nhs.net"), both) is None


def test_names_are_compared_without_forms_titles_accents() -> None:
    for name in ("The Ávila Care Limited", "avila care", "AVILA CARE C.I.C.", "Avila-Care plc"):
        assert organisation_key(name) == "avila care", name
    assert organisation_key("Care & Co Ltd") == organisation_key("Care and Co.")
    assert organisation_key("Limited") == organisation_key("—") == ""
    assert person_key("Dr Zoë Ó Briain") == person_key("zoe o briain")
    assert person_key("Prof Zoe") == ""
    assert numbers_in("1-101234567") == {("cqc_provider_id", "1-101234567")}
    assert numbers_in("not a number") == frozenset()


def test_an_address_that_nobody_could_open_has_no_host() -> None:
    """Such rows may be stored: one of them must not keep a whole round from being worked out."""
    assert host_of("https://[acme.org.uk") == ""
    assert host_of("https://www.acme.org.uk/about") == "www.acme.org.uk"
    with pytest.raises(ValueError, match="web address"):
        identifiers.website("https://[acme.org.uk")


def test_a_long_text_is_gone_through_once() -> None:
    before = process_time()
    assert emails_in("a" * 50_000 + " ash@gmail.com") == ["ash@gmail.com"]
    assert process_time() - before < 3
