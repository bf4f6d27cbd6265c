"""A number that a register knows fills the form of an organisation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from award.accounts.models import User
from award.accounts.services.registers import import_extract
from award.foundation.db import transaction
from tests.build.accounts import organisation, user
from tests.client import CheckedClient
from tests.page import Page

HEAD = "register,number,name,address_line_1,town,postcode,region,org_type,status"
NEW, FIND = "/organisations/new", "/organisations/new/find"
OF = date(2026, 11, 1)


@pytest.fixture
def registers(app: Flask, tmp_path: Path) -> None:
    rows = [
        HEAD,
        "company_number,01234567,Harbour Care Ltd,1 Quay,Whitby,YO21 3QQ,London,sme,",
        "charity_number,1234568,Two Registers Trust,,Leeds,,,charity,",
        "company_number,01234568,Two Registers Ltd,,York,,,sme,",
        "ods_code,VM5K2,Old <b>Home</b>,,Hull,,,,closed",
    ]
    file = tmp_path / "extract.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    with transaction():
        import_extract(file, as_of=OF)


@pytest.fixture
def asker(app: Flask) -> User:
    return user("Ash Asker", "ash@elsewhere.example", roles=())


def shown(page: Page) -> dict[str, Any]:
    """What stands in each box."""
    return {
        name: value[0] if isinstance(value, list) else value
        for name, value in page.form_values().items()
        if value != []
    }


def find(client: CheckedClient, typed: str, at: str = FIND, **more: Any) -> Page:
    page = client.get(at.removesuffix("/find") if at == FIND else at.replace("/find", "/edit"))
    return client.post(
        at, {**page.form_values(), "find": typed, "then": "find", **more}, status=200
    )


def test_blank_boxes_are_filled_and_what_was_typed_is_kept(
    client: CheckedClient, registers: None, asker: User
) -> None:
    client.sign_in(asker)
    page = find(client, "1234567", town="Scarborough", website="www.harbour.example")
    values = shown(page)
    assert (values["name"], values["company_number"]) == ("Harbour Care Ltd", "01234567")
    assert (values["postcode"], values["region"]) == ("YO21 3QQ", "London")
    assert (values["org_type"], values["town"]) == ("sme", "Scarborough")
    assert values["website"] == "www.harbour.example" and values["find"] == ""
    assert "Found in the register of companies of 1 November 2026" in page.text
    assert "Town or city: Whitby" in page.text and page.errors == []
    taken = client.post(FIND, {**values, "over": "company_number 01234567"}, status=200)
    assert shown(taken)["town"] == "Whitby"
    assert shown(taken)["website"] == "www.harbour.example"
    sent = {**taken.form_values(), "hq_in_uk": "yes", "uk_registered_office": "yes"}
    client.follow(client.post(NEW, {**sent, "then": "save"}))
    assert "Harbour Care Ltd" in client.get("/organisations").text


def test_what_was_found_is_saved_without_script(
    client: CheckedClient, registers: None, asker: User
) -> None:
    """The page of a look-up has another address than the form's own, where nothing is saved."""
    client.sign_in(asker)
    page = find(client, "01234567")
    assert saves_at(page) == NEW
    given = {"org_type": "sme", "hq_in_uk": "yes", "uk_registered_office": "yes", "then": "save"}
    saved = client.post(saves_at(page), {**page.form_values(), **given}, status=302)
    at = saved.location.partition("?")[0]
    at = client.get(at).links()["Harbour Care Ltd"]
    page = find(client, "1234568", at=f"{at}/find")
    assert saves_at(page) == f"{at}/edit"


def saves_at(page: Page) -> str:
    form = next(one for one in page.all("form") if one.find(".//input[@name='find']") is not None)
    return form.get("action", "")


def test_a_number_of_two_registers_asks_which(
    client: CheckedClient, registers: None, asker: User
) -> None:
    client.sign_in(asker)
    page = find(client, "01234568", name="As typed")
    assert "Which is your organisation?" in page.text
    assert shown(page)["find"] == "01234568"
    page = client.post(FIND, {**page.form_values(), "choose": "charity_number 1234568"}, status=200)
    values = shown(page)
    assert (values["name"], values["charity_number"]) == ("As typed", "1234568")
    assert "Two Registers Trust" in page.text and values["company_number"] == ""


def test_what_is_closed_is_worth_a_look_and_no_refusal(
    client: CheckedClient, registers: None, asker: User
) -> None:
    client.sign_in(asker)
    page = find(client, "vm5k2")
    assert "Worth a look: the register of ODS codes of 1 November 2026 says that" in page.text
    assert shown(page)["name"] == "Old <b>Home</b>"


@pytest.mark.parametrize("typed", ["", "hello there", "not sure", "1-2"])
def test_no_number_is_said_at_the_box(
    client: CheckedClient, registers: None, asker: User, typed: str
) -> None:
    client.sign_in(asker)
    page = find(client, typed, name="As typed")
    assert page.errors == ["Enter a company number, charity number, CQC provider ID or ODS code, "
                           "like 01234567"]  # fmt: skip
    assert shown(page)["name"] == "As typed"


def test_not_found_goes_on_by_hand(client: CheckedClient, registers: None, asker: User) -> None:
    client.sign_in(asker)
    page = find(client, "SC123456", company_number="what is it")
    assert "We did not find SC123456" in page.text
    assert shown(page)["company_number"] == "what is it", "what can't be read is kept too"
    assert shown(find(client, "1-101234567"))["cqc_provider_id"] == "1-101234567"


def test_enter_in_the_box_finds_and_elsewhere_saves(
    client: CheckedClient, registers: None, asker: User
) -> None:
    client.sign_in(asker)
    values = client.get(NEW).form_values()
    answer = client.post(NEW, {**values, "find": "01234567"}, status=307)
    assert answer.location.startswith(FIND)
    assert client.post(NEW, values, status=200).errors[0] == "Enter the name of the organisation"
    assert client.post(NEW, {**values, "find": "01234567", "then": "save"}, status=200).errors


def test_somebody_elses_number_leads_to_asking_and_tells_nothing(
    client: CheckedClient, registers: None, asker: User
) -> None:
    member = user("Mel Member", "mel@harbour.example", roles=())
    organisation(member, name="Quiet Name", company_number="01234567", town="Hexham")
    client.sign_in(asker)
    page = find(client, "01234567")
    assert "registered here already" in page.text and "Ask to join it" in page.buttons()
    for planted in ("Quiet Name", "Hexham", "Mel"):
        assert planted not in page.text
    sent = {**page.form_values(), "kind": "company_number"}
    done = client.follow(client.post("/organisations/new/ask", sent))
    assert "We have emailed the people of that organisation" in done.text


def test_ones_own_is_named(client: CheckedClient, registers: None, asker: User) -> None:
    mine = organisation(asker, name="My Own", company_number="01234567")
    client.sign_in(asker)
    page = find(client, "01234567")
    assert "already: My Own" in page.text and "Ask to join it" not in page.buttons()
    page = find(client, "01234567", at=f"/organisations/{mine.reference}/find")
    assert "You have added" not in page.text and "Harbour Care Ltd" in page.text
    assert shown(page)["name"] == "My Own"
    stranger = user("Sid Stranger", "sid@elsewhere.example", roles=())
    client.sign_in(stranger)
    client.post(f"/organisations/{mine.reference}/find", {"find": "01234567"}, status=404)


def test_looking_up_is_slowed(client: CheckedClient, registers: None, asker: User) -> None:
    client.sign_in(asker)
    values = client.get(NEW).form_values()
    for _ in range(60):
        client.post(FIND, {**values, "find": "01234567"}, status=200)
    page = client.post(FIND, {**values, "find": "01234567", "town": "Here"}, status=200)
    assert page.errors[0].startswith("You have looked up many numbers. Try again at ")
    assert shown(page)["town"] == "Here" and "Harbour" not in page.text
    client.sign_in(user("Other Person", "other@elsewhere.example", roles=()))
    assert "Harbour" in find(client, "01234567").text


def test_a_second_organisation_takes_the_place_of_the_first(
    client: CheckedClient, registers: None, asker: User
) -> None:
    client.sign_in(asker)
    first = find(client, "01234567", website="www.typed.example")
    sent = {**first.form_values(), "town": "Scarborough", "find": "vm5k2"}
    page = client.post(FIND, {**sent, "then": "find"}, status=200)
    values = shown(page)
    assert (values["name"], values["ods_code"]) == ("Old <b>Home</b>", "VM5K2")
    assert [values[box] for box in ("company_number", "address_line_1", "postcode", "region")] == (
        ["", "", "", ""]
    ), "nothing of the first organisation is left"
    assert (values["town"], values["website"]) == ("Scarborough", "www.typed.example")
    assert "What was filled in before is taken out" in page.text
    assert "Town or city: Hull" in page.text
    again = client.post(FIND, {**page.form_values(), "find": "SC999999"}, status=200)
    assert shown(again)["name"] == "Old <b>Home</b>", "a number of another kind may be its own too"
    third = client.post(FIND, {**again.form_values(), "find": "VM6K2"}, status=200)
    assert (shown(third)["name"], shown(third)["ods_code"]) == ("", "VM6K2")
    assert "What was filled in before is taken out" in third.text


def test_two_registers_may_know_one_organisation(
    client: CheckedClient, app: Flask, registers: None, asker: User, tmp_path: Path
) -> None:
    file = tmp_path / "more.csv"
    file.write_text(f"{HEAD}\ncharity_number,1299999,HARBOUR CARE LTD,9 Hill,Leeds,,,charity,")
    with transaction():
        import_extract(file, as_of=OF)
    client.sign_in(asker)
    first = find(client, "01234567")
    page = client.post(FIND, {**first.form_values(), "find": "1299999"}, status=200)
    choose = {**page.form_values(), "choose": "charity_number 1299999"}
    page = client.post(FIND, choose, status=200) if "Which is" in page.text else page
    values = shown(page)
    assert (values["company_number"], values["charity_number"]) == ("01234567", "1299999")
    assert values["town"] == "Whitby" and "Town or city: Leeds" in page.text
    assert "as before. The register says otherwise" in page.text


def test_a_form_with_another_number_is_filled_only_when_asked(
    client: CheckedClient, registers: None, asker: User
) -> None:
    mine = organisation(asker, name="My Own", company_number="07654321", address_line_1="")
    client.sign_in(asker)
    at = f"/organisations/{mine.reference}/find"
    page = find(client, "01234567", at=at)
    assert "Another company number stands here, 07654321, so nothing was filled in" in page.text
    assert shown(page)["address_line_1"] == ""
    page = client.post(at, {**page.form_values(), "over": "company_number 01234567"}, status=200)
    assert (shown(page)["name"], shown(page)["address_line_1"]) == ("Harbour Care Ltd", "1 Quay")


def test_a_taken_number_is_told_once(client: CheckedClient, registers: None, asker: User) -> None:
    organisation(user("Mel", "mel@harbour.example", roles=()), company_number="01234567")
    client.sign_in(asker)
    page = find(client, "01234567")
    assert page.text.count("registered here already") == 1 and page.errors == []
    assert page.buttons().count("Ask to join it") == 1
    page = client.post(NEW, {**page.form_values(), "then": "save"}, status=200)
    assert page.buttons().count("Ask to join it") == 1
    assert page.text.count("registered here already") == 2, "in the list of errors, and at its box"


@pytest.mark.parametrize("way", ["save", "wrong", "edit", "ask"])
def test_saving_asks_no_oftener_than_looking_up(
    client: CheckedClient, asker: User, way: str
) -> None:
    """Whether a number is here can be asked in no way that isn't counted."""
    organisation(user("Mel", "mel@harbour.example", roles=()), company_number="01234567")
    mine = organisation(asker, name="My Own", company_number="07654321")
    client.sign_in(asker)
    at = f"/organisations/{mine.reference}/edit" if way == "edit" else NEW
    values = client.get(at).form_values() | {"then": "save"}
    if way == "save":
        rest = {"org_type": "sme", "address_line_1": "1", "town": "Y", "postcode": "LS1 4AP",
                "region": "London", "name": "Ours"}  # fmt: skip
        values |= {**rest, "hq_in_uk": "yes", "uk_registered_office": "yes"}
    if way == "ask":
        at, values = "/organisations/new/ask", values | {"kind": "company_number"}
    for _ in range(60):
        client.post(FIND, {**client.get(NEW).form_values(), "find": "09999999"}, status=200)
    page = client.post(at, {**values, "company_number": "01234567"}, status=200)
    assert page.errors[0].startswith("You have looked up many numbers. Try again at ")
    assert "registered here" not in page.text and "no organisation" not in page.text.lower()
    assert shown(page)["company_number"] == "01234567", "what was typed is kept"
    page = client.post(FIND, {**values, "find": "01234567"}, status=200)
    assert "registered here" not in page.text
    if way == "save":
        client.follow(client.post(at, {**values, "company_number": ""}))
    if way == "edit":
        client.follow(client.post(at, values))
