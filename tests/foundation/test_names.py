"""Names are found and sorted alike whatever the database makes of accents and case."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from sqlalchemy import literal, select, text, update

from award.accounts.models import Organisation, User
from award.accounts.queries.people import PEOPLE
from award.accounts.services.people import create_user
from award.assessment.models.kept import Cover
from award.foundation import audit, kept, names
from award.foundation.checks import CHECKS
from award.foundation.db import db
from award.foundation.folding import fold, fold_with_places, holds, name_key
from award.foundation.policy import SYSTEM
from award.foundation.search import index
from tests.build import accounts, applications, rounds

NAMES = [
    "Óscar Núñez", "Siobhán O’Neill", "O'Neill, Ann", "Zoë Łukasiewicz", "Ærøskøbing Care",
    "Café Écoute", "d’Arcy-Smith", "DON'T Panic Ltd", "Smith & Sons (Care) Ltd.", "李小龍",
    "Straße", "İpek Yılmaz", "ﬁrst ﬂoor", "Ｆｕｌｌ　Ｗｉｄｔｈ", "na\u0308ive", "١٢٣ Care", "_%\\",
    "covid-19 Response", "3.5 Hours", "falls/frailty", "soft\u00adhyphen", "zero\u200bwidth", "",
    "O Neill",
]  # fmt: skip


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Óscar Núñez", "óscar"), ("Óscar Núñez", "oscar nunez"), ("Oscar", "o\u0301scar"),
        ("Oscar", "ÓSCAR"), ("Siobhán O’Neill", "o'neill"), ("Siobhán O'Neill", "o’neill"),
        ("Siobhan O’Neill", "oneill"), ("Siobhan O’Neill", "o neill"), ("O Neill", "oneill"),
        ("Café Écoute", "cafe ecoute"), ("Cafe", "café"), ("Don't panic", "don’t"),
        ("Dont panic", "don't"), ("COVID-19", "covid 19"), ("Covid 19", "covid-19"),
        ("covid19", "covid-19"), ("falls/frailty", "frailty"), ("Falls, frailty", "falls/frailty"),
        ("version 3.5", "3.5"), ("Smith & Sons", "smith and sons"),
        ("Smith and Sons", "smith & sons"),
        ("Łódź", "lodz"), ("Straße", "STRASSE"), ("Weiß-Bär", "weiss bar"),
        ("soft\u00adware", "software"),
        ("١٢", "12"), ("Ｆｕｌｌ", "full"), ("Smith, Jo", "jo smith"),
        ("  Jo\u00a0Smith ", "jo smith"),
    ],
)  # fmt: skip
def test_spellings_of_a_name(name: str, typed: str) -> None:
    assert holds(typed, name_key(name))


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("name", "typed"),
    [("Joan Adams", "ana"), ("Oscar", "oskar"), ("Anything", "%"), ("Anything", "_"),
     ("Anything", "\u0301"), ("Anything", "☃"), ("Jo Smith", "jo jones")],
)  # fmt: skip
def test_what_is_not_in_a_name(name: str, typed: str) -> None:
    assert not holds(typed, name_key(name))


@pytest.mark.any_database
def test_folded_characters_know_where_they_come_from() -> None:
    text = "Straße, ﬁne, e\u0301cole, \u200bO’Neill"
    folded, places = fold_with_places(text)
    assert folded == fold(text) == "strasse, fine, ecole, o'neill"
    assert len(places) == len(folded)
    at = folded.index("neill")
    assert text[places[at] : places[at + 4] + 1] == "Neill"


def test_the_database_holds_what_the_rule_holds(app: Flask) -> None:
    """Every name against pieces of every other, in SQL and in Python."""
    chance = random.Random(18)
    asked = {*NAMES, "neill", "oneill", "care ltd", "cafe", "12", "o", "softhyphen", "%", "\\"}
    for name in NAMES:
        start = chance.randrange(len(name) + 1)
        asked.add(name[start : start + chance.randrange(1, 6)])
    keys = [name_key(name) for name in NAMES]
    for typed in sorted(asked):
        said = db.session.execute(select(*(names.named(typed, literal(key)) for key in keys))).one()
        assert [bool(one) for one in said] == [holds(typed, key) for key in keys], typed


def test_what_is_written_together_is_within_one_of_several_names(app: Flask) -> None:
    """Words may be of any of them, in SQL and in Python."""
    keys = ["quiet nights", "mapledown care", "aia 7k3f9q"]
    found = {
        "nights mapledown": True, "quietnights": True, "mapledown-care": True, "aia7k3f9q": True,
        "care quiet": True, "nightsmapledown": False, "nights-map": True, "careaia": False,
        "quietnights care": False,
    }  # fmt: skip
    whole = names.keys_as_one(*map(literal, keys))
    said = db.session.execute(select(*(names.named_in(typed, *whole) for typed in found))).one()
    assert dict(zip(found, map(bool, said), strict=True)) == found
    assert {typed: holds(typed, *keys) for typed in found} == found


def test_keys_follow_their_names_however_a_row_is_written(app: Flask) -> None:
    person = accounts.user("Óscar Núñez", roles=())
    assert person.name_key == "oscar nunez"
    person.name = "Zoë O’Neill"
    audit.record(SYSTEM, "user_account.set_second_factor", person)
    db.session.commit()
    assert person.name_key == "zoe oneill"
    organisation = accounts.organisation(name="Écoute & Sons")
    assert organisation.name_key == "ecoute and sons"
    application = applications.submitted(title="Falls/Frailty")
    assert application.title_key == "falls frailty"
    assert list(names.faults()) == []


def test_a_key_out_of_step_is_found_and_made_again(app: Flask) -> None:
    person = accounts.user("Óscar", roles=())
    kept = {"updated_at": User.updated_at}
    db.session.execute(
        update(User).where(User.id == person.id).values(name_key="elsewhere", **kept)
    )
    db.session.refresh(person)
    before = person.updated_at
    says = "Lists find and sort by what things are called now"
    assert list(CHECKS.all()[says]()) == [
        f"user_account {person.id}: name_key is not that of its name"
    ]
    assert names.make_again() == 1
    db.session.refresh(person)
    assert (person.name_key, person.updated_at) == ("oscar", before)
    assert list(CHECKS.all()[says]()) == []


def test_what_is_kept_of_keys_is_made_again_with_them(app: Flask) -> None:
    application = applications.submitted(rounds.closed_round(), title="Falls")
    kept.keep_rows()
    right = db.session.scalars(select(Cover.words)).one()
    db.session.execute(text("UPDATE application SET title_key = 'elsewhere'"))
    kept.touch(application.round_id)
    db.session.commit()
    kept.keep_rows()
    assert "elsewhere" in db.session.scalars(select(Cover.words)).one()
    list(index.rebuild())
    db.session.commit()
    kept.keep_rows()
    assert db.session.scalars(select(Cover.words)).one() == right


def test_people_are_found_by_any_spelling_of_their_name_or_address(app: Flask) -> None:
    for number, name in enumerate(("Óscar Núñez", "Siobhán O’Neill", "Osman Ali")):
        create_user(email=f"p{number}@finding.example", name=name)
    db.session.commit()

    def found(text: str) -> list[str]:
        page = PEOPLE.rows(SYSTEM, PEOPLE.read({"q": [text]}, SYSTEM))
        return sorted(row.name for row in page.rows)

    assert found("óscar") == found("OSCAR") == found("oscar nunez") == ["Óscar Núñez"]
    assert found("o\u0301scar") == ["Óscar Núñez"]
    assert found("o'neill") == found("o’neill") == found("oneill") == ["Siobhán O’Neill"]
    assert found("P1@Finding.example") == ["Siobhán O’Neill"]
    assert found("finding.example") == ["Osman Ali", "Siobhán O’Neill", "Óscar Núñez"]
    assert found("%") == found("\u0301") == []


def test_both_databases_sort_by_the_key_byte_by_byte(app: Flask) -> None:
    for name in NAMES:
        accounts.organisation(name=name or "x")
    rows = db.session.scalars(
        select(Organisation.name_key).order_by(Organisation.name_key, Organisation.id)
    ).all()
    assert rows == sorted(rows, key=lambda key: key.encode())
