"""The proof outside the request: a person a step."""

from __future__ import annotations

from flask import current_app

from award.foundation.db import db
from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.work.kinds import JobKind, Sofar, Way
from award.proofs.proving import Found
from award.proofs.rounds import Proof, code
from award.proofs.rules import BlindnessArguments, says


def _begun() -> dict[str, Proof]:
    """By round. The copy stays for the next step of this process; another makes its own."""
    begun: dict[str, Proof] = current_app.extensions.setdefault("proofs", {})
    return begun


def _prove(arguments: BlindnessArguments, sofar: Sofar, _actor: Actor) -> Sofar:
    """First the copy, then a person a step. What other code tried is tried again."""
    reference = arguments.round_reference
    before = sofar.result if sofar.result.get("code") == code() else {}
    tried = [*before.get("tried", ())]
    proof = _begun().get(reference)
    if proof is None or not before:
        proof = _begin(reference)
        if proof.people:
            begun = {"code": code(), **before}
            return Sofar(len(tried), len({*proof.people, *tried}), begun)
    found = Found.read(dict(before.get("found") or {}))
    leaked = before.get("leaked", 0) - len(found.leaks)
    db.session.rollback()  # the copy is asked: nobody who writes waits for that
    for person, one in proof.each({*tried}):
        found.add(one)
        tried.append(person)
        break
    db.session.rollback()  # whatever was read in between
    done, total = len(tried), len({*proof.people, *tried})
    result = {**proof.result(found, tried), "leaked": leaked + len(found.leaks)}
    if done == total:
        _end(reference)
    return Sofar(done, total, result, done == total)


def _begin(reference: str) -> Proof:
    _end(reference)
    try:
        return _begun().setdefault(reference, Proof(reference))
    except LookupError:
        raise Refused("There is no such round any more") from None


def _end(reference: str) -> None:
    proof = _begun().pop(reference, None)
    if proof is not None:
        proof.close()


def _stopped(arguments: BlindnessArguments, sofar: Sofar, _actor: Actor) -> Sofar:
    _end(arguments.round_reference)
    return sofar


def _back(arguments: BlindnessArguments) -> Way:
    return Way("Proofs of this round", "proofs.show", {"reference": arguments.round_reference})


JOBS = (
    JobKind(
        "blindness.prove",
        arguments=BlindnessArguments,
        permission="blindness.prove",
        run=_prove,
        says=says,
        leads_to=_back,
        stopped=_stopped,
        long=True,
    ),
)
