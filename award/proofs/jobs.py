"""The proof outside the request: some assessors a step."""

from __future__ import annotations

import time
from typing import Final

from flask import current_app

from award.foundation.errors import Refused
from award.foundation.policy import Actor
from award.foundation.work.kinds import JobKind, Sofar, Way
from award.proofs.proving import Found
from award.proofs.rounds import Proof
from award.proofs.rules import BlindnessArguments, says

SECONDS: Final = 20
"""A step takes about so long: a worker that is silent for a minute is taken for dead."""


def _begun() -> dict[str, Proof]:
    """By round. The copy stays for the next step of this process; another makes its own."""
    begun: dict[str, Proof] = current_app.extensions.setdefault("proofs", {})
    return begun


def _prove(arguments: BlindnessArguments, sofar: Sofar, _actor: Actor) -> Sofar:
    reference, began = arguments.round_reference, time.monotonic()
    if not sofar.done:
        _end(reference)
    try:
        proof = _begun().get(reference) or _begun().setdefault(reference, Proof(reference))
    except LookupError:
        raise Refused("There is no such round any more") from None
    found, done = Found.read(dict(sofar.result.get("found") or {})), sofar.done
    leaked = sofar.result.get("leaked", 0) - len(found.leaks)
    for one in proof.each(done):
        found.add(one)
        done += 1
        if time.monotonic() - began > SECONDS:
            break
    total = len(proof.people)
    result = {**proof.result(found, done), "leaked": leaked + len(found.leaks)}
    if done >= total:
        _end(reference)
    return Sofar(done, total, result, done >= total)


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
    ),
)
