"""A chapter about kettles, as small as one can be that brings something of everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import click
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from award.foundation.chapters import Chapter
from award.foundation.jobs import every_minute
from award.foundation.menu import MenuEntry
from award.foundation.outbox import Notice, Recipient
from award.foundation.pointers import Pointer
from award.foundation.policy import Actor, Permission, staff
from award.foundation.waits import Wait
from award.foundation.web import requires
from award.foundation.workflow import Machine, State, Transition


class KettleState(StrEnum):
    COLD = "cold"
    HOT = "hot"


blueprint = Blueprint("kettles", __name__, template_folder="templates")
boiled: list[str] = []
asked: list[int] = []


@dataclass
class Kettle:
    """What `fire()` needs of a thing, without a table of its own."""

    id: int = 7
    state: KettleState = KettleState.COLD
    reference: str = "KET-7"
    __tablename__ = "kettle"
    audited_as = "kettle"
    audit_key = 7
    audited_person = None


@blueprint.get("/kettles")
@requires("kettle.boil")
def index() -> ResponseReturnValue:
    return render_template("toy/kettles.html", kettle=Kettle())


def to_the_cook(_kettle: Kettle) -> list[Recipient]:
    return [Recipient("cook@example.org", "Cook")]


def about(kettle: Kettle) -> Mapping[str, Any]:
    return {"reference": kettle.reference}


def never_empty() -> Iterator[str]:
    yield from ()


def too_hot(kettle: Kettle) -> str | None:
    return "It is hot already." if kettle.state == KettleState.HOT else None


def still_warm(_kettle: Kettle) -> str:
    return "The handle stays warm."


@dataclass(frozen=True)
class Filling:
    """What boiling is judged by."""

    litres: int


@dataclass(frozen=True)
class Steam:
    """What the email about it says."""

    whistle: str


def filled(_kettle: Kettle, _actor: Actor, context: Filling) -> str | None:
    asked.append(context.litres)
    return None if context.litres else "It is empty."


def borrowed(_actor: Actor, thing: object) -> bool:
    """Nobody boils the neighbours' kettle."""
    return isinstance(thing, Kettle) and thing.reference == "KET-NEXT-DOOR"


def pour(kettle: Kettle) -> None:
    boiled.append(kettle.reference)


def teas(ids: Sequence[int]) -> Mapping[int, Pointer]:
    return {number: Pointer("See its tea", "/tea", "Brewing") for number in ids}


def to_fill(_actor: Actor) -> Sequence[Wait]:
    return [Wait("Fill it", "/kettles", "The kettle")]


def descale() -> None:
    """Once a minute, for whoever has hard water."""


@click.command("boil")
def boil() -> None:
    """Boil a kettle."""
    click.echo("Boiled.")


KETTLE = Machine(
    kind="kettle",
    start=KettleState.COLD,
    states={
        KettleState.COLD: State("Cold", "Cold", "blue"),
        KettleState.HOT: State("Hot", "Ready", "red"),
    },
    transitions=(
        Transition(
            KettleState.COLD,
            "boil",
            KettleState.HOT,
            "kettle.boil",
            "Boil",
            guards=(filled,),
            notices=("kettle.boiled",),
        ),
    ),
)

CHAPTER = Chapter(
    "toy",
    blueprints=(blueprint,),
    permissions=(Permission("kettle.boil", staff, "Boil a kettle"),),
    machines=(KETTLE,),
    notices=(Notice("kettle.boiled", recipients=to_the_cook, context=about, says="It boils"),),
    kinds={"kettle": "Kettles"},
    verbs={"kettle.boil": "Boiled the kettle"},
    menu=(MenuEntry("Kettles", "kettles.index", staff, place=90),),
    checks=(("No kettle is empty", never_empty),),
    objections=(("kettle.boil", too_hot),),
    remarks=(("kettle.boil", still_warm),),
    follows=(("kettle.boil", pour),),
    pointers=(("kettle", teas),),
    waits=to_fill,
    periodic=(every_minute(descale),),
    beyond=borrowed,
    commands=(boil,),
    filters={"whistled": lambda text: f"{text}!"},
)
