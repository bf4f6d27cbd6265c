"""With whom people applied before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, union_all

from award.applications.models import Application
from award.applications.together import Collaborator
from award.foundation.many import among, plain_rows
from award.foundation.scopes import everything
from award.interests.rules.parties import Past


@everything("conflicts are worked out from everything; readers come through `queries.ties`")
def past_parts(ids: Collection[int]) -> tuple[Mapping[int, Past], Mapping[int, Past]]:
    """By person: with whom, and for which organisations, they applied, and when they did last."""
    people: dict[int, dict[int, datetime]] = defaultdict(dict)
    bodies: dict[int, dict[int, datetime]] = defaultdict(dict)
    parts = union_all(
        select(Application.id, Application.lead_id).where(among(Application.lead_id, ids)),
        select(Collaborator.application_id, Collaborator.person_id).where(
            among(Collaborator.person_id, ids)
        ),
    ).subquery()
    mine = (
        select(
            parts.c[1], Application.id, Application.lead_id, Application.organisation_id,
            Application.submitted_at,
        )
        .join(Application, Application.id == parts.c[0])
        .where(Application.submitted_at.is_not(None))
        .order_by(Application.submitted_at)
    )  # fmt: skip
    whose: dict[int, set[int]] = defaultdict(set)
    when: dict[int, datetime] = {}
    for person_id, application_id, lead_id, organisation_id, at in plain_rows(mine):
        whose[application_id].add(person_id)
        when[application_id] = at
        people[person_id][lead_id] = at
        if organisation_id is not None:
            bodies[person_id][organisation_id] = at
    others = select(Collaborator.application_id, Collaborator.person_id).where(
        Collaborator.person_id.is_not(None), among(Collaborator.application_id, whose)
    )
    for application_id, person_id in plain_rows(others):
        for one in whose[application_id]:
            at = when[application_id]
            people[one][person_id] = max(people[one].get(person_id, at), at)
    for one, past in people.items():
        past.pop(one, None)
    return people, bodies
