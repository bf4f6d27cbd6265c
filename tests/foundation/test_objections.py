from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from award.foundation.errors import Refused
from award.foundation.objections import OBJECTIONS, hear


def _too_much(purse: int, *, amount: int) -> Refused | None:
    return Refused("Too much", field="amount") if amount > purse else None


def _too_little(_purse: int, *, amount: int) -> str | None:
    return "Too little" if amount < 0 else None


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    bare = Flask("bare")
    OBJECTIONS.fill(bare, [("test.spend", (_too_much, _too_little))])
    with bare.app_context():
        yield


def test_nobody_objects_to_what_nobody_watches() -> None:
    hear("test.unwatched", 1)
    hear("test.spend", 10, amount=3)


def test_the_first_objection_is_the_refusal_and_keeps_its_field() -> None:
    with pytest.raises(Refused) as much:
        hear("test.spend", 10, amount=11)
    assert (much.value.reason, much.value.field) == ("Too much", "amount")
    with pytest.raises(Refused) as little:
        hear("test.spend", 10, amount=-1)
    assert (little.value.reason, little.value.rule) == ("Too little", "test.spend")
