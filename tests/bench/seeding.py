"""Fills the database of the tree that it is started in, and prints what is in it as JSON.

It runs as a script beside that tree's own `award` package, which may be older than this file: so it
keeps to what has been there all along.
"""

from __future__ import annotations

import json
import random
import re
import sys
from datetime import timedelta
from typing import Any

import click
import sqlalchemy as sa
from flask_security.utils import hash_password

from award import create_app
from award.accounts.models import User
from award.applications.models import Application
from award.assessment.services import assigning, declaring
from award.case_studies.models import CaseStudy, CaseStudyFacet, CaseStudyRevision
from award.case_studies.queries import public
from award.case_studies.rules import fields, vocabulary
from award.case_studies.rules.fields import CONTENT
from award.case_studies.rules.story import searchable
from award.foundation import clock, search
from award.foundation.db import Base, db, transaction
from award.foundation.digests import sha256_of
from award.foundation.policy import Actor, Role
from award.seeding import volume

PASSWORD = "a long enough bench password"
SEVERAL = ("settings", "beneficiaries", "capabilities")
KIND: Any = getattr(public, "FOUND", None) or public.KIND
"""How search calls case studies, in this tree and in older ones."""
facet_values: Any = vars(public)["facet_values"]
models = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
Assignment: Any = models["Assignment"]
"""It has moved to another module since."""
AT_A_TIME = 500
WORDS = (
    "people care support home worker family evening visit record sensor note plan question listen "
    "choose change learn measure safe risk consent day night week council provider team carer trust"
).split()


def main(count: int) -> dict[str, Any]:
    assessors = max(40, count // 50)
    round_ = volume.seed(count, assessors, 1)
    staff, assessor = _person("volume-staff"), _person("volume-assessor-0")
    with transaction():
        # on the connection: the session would ask for an audit event of it
        db.session.connection().execute(sa.update(User).where(User.id.in_([staff.id, assessor.id]))
                           .values(password=hash_password(PASSWORD)))  # fmt: skip
    slug = _case_studies(count, staff.id)
    return {
        "count": count,
        "round": round_,
        "application": db.session.scalar(sa.select(sa.func.min(Application.reference))),
        "submitted": _submitted(assessor),
        "to_score": _to_score(assessor, staff),
        "slug": slug,
        "staff": staff.email,
        "assessor": assessor.email,
        "password": PASSWORD,
    }


INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]+)\) VALUES \((.*)\)")


def _by_copy(cursor: Any, statement: str, parameters: Any, _context: Any) -> bool:
    """Many rows of one table reach PostgreSQL in one go, in a tree whose own seeding doesn't."""
    plain = INSERT.fullmatch(" ".join(statement.split()))
    if not plain or not hasattr(cursor, "copy"):
        return False
    names = re.findall(r"%\((\w+)\)s", plain[3])
    if len(names) != plain[2].count(",") + 1:
        return False
    with cursor.copy(f"COPY {plain[1]} ({plain[2]}) FROM STDIN") as copy:
        for row in parameters:
            copy.write_row([row[name] for name in names])
    return True


def _upgrade() -> None:
    """Make the tables, as this tree does it."""
    try:
        from award.foundation import migrations
    except ImportError:
        import flask_migrate

        flask_migrate.upgrade()
    else:
        migrations.upgrade()


def made_up_words(count: int, chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _person(name: str) -> User:
    email = f"{name}@volume.example"
    return db.session.scalars(sa.select(User).where(User.email == email)).one()


def _submitted(assessor: User) -> Any:
    return db.session.scalar(
        sa.select(sa.func.min(Application.reference))
        .join(Assignment, Assignment.application_id == Application.id)
        .where(Assignment.assessor_id == assessor.id)
    )


def _to_score(assessor: User, staff: User) -> str:
    taken = sa.select(Assignment.application_id).where(Assignment.assessor_id == assessor.id)
    application = db.session.scalars(
        sa.select(Application).where(Application.id.not_in(taken))
        .options(sa.orm.joinedload(Application.round)).order_by(Application.id).limit(1)
    ).one()  # fmt: skip
    by = Actor(staff.id, staff.name, staff.email, frozenset({Role.STAFF}))
    mine = Actor(assessor.id, assessor.name, assessor.email, frozenset({Role.ASSESSOR}))
    with transaction():
        assignment = assigning.assign(application, assessor, actor=by)
    with transaction():
        declaring.declare_no_conflict(assignment, actor=mine)
    return application.reference


def _case_studies(count: int, staff_id: int) -> str:
    """As many published case studies; the address of one of them."""
    chance = random.Random(7)
    for start in range(0, count, AT_A_TIME):
        with transaction():
            _batch(range(start, min(start + AT_A_TIME, count)), staff_id, chance)
    with transaction():
        _settle()
    return _slug(count // 2)


def _slug(number: int) -> str:
    return f"volume-story-{number}"


def _batch(numbers: range, staff_id: int, chance: random.Random) -> None:
    now = clock.now()
    studies, revisions, facets = [], [], []
    for number in numbers:
        key, content = number + 1, _content(number, chance)
        at = now - timedelta(minutes=7 * number + 60 * 24)
        studies.append({**content, "id": key, "slug": _slug(number), "state": "published"})
        studies[-1] |= {"agreed_at": at, "first_published_at": at, "published_revision_id": key}
        revisions.append(
            {"id": key, "case_study_id": key, "number": 1, "content": content,
             "sha256": sha256_of(content), "published_at": at, "published_by_id": staff_id}
        )  # fmt: skip
        facets += [
            {"case_study_id": key, "facet": facet, "value": value}
            for facet, value in facet_values(content)
        ]
        search.put(KIND, key, content["title"], searchable(content))
    for model, rows in ((CaseStudy, studies), (CaseStudyRevision, revisions),
                        (CaseStudyFacet, facets)):  # fmt: skip
        db.session.connection().execute(sa.insert(model), rows)


def _content(number: int, chance: random.Random) -> dict[str, Any]:
    content: dict[str, Any] = {key: made_up_words(90, chance) for key in CONTENT}
    content |= {key: [] for key in vars(fields).get("ROWS", ()) if key in content}
    content |= {
        "title": f"{made_up_words(5, chance).capitalize()} {number}",
        "summary": made_up_words(20, chance).capitalize(),
        "stage": chance.choice([*vocabulary.STAGES]),
        "evidence_level": chance.choice([*vocabulary.EVIDENCE]),
        "settings": chance.sample([*vocabulary.SETTINGS], 2),
        "beneficiaries": chance.sample([*vocabulary.BENEFICIARIES], 1),
        "capabilities": chance.sample([*vocabulary.CAPABILITIES], 1),
        "region": "North West",
        "organisation_name": f"Fictional Care Organisation {number}",
        "organisation_type": "charity",
        "award_line": "",
        "contact": "",
        "atrs_url": "",
    }
    return content


def _settle() -> None:
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table in ("case_study", "case_study_revision"):
        db.session.connection().execute(
            sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                    f"(SELECT max(id) FROM {table}))")
        )  # fmt: skip


if __name__ == "__main__":
    app = create_app()
    with app.app_context(), app.test_request_context():
        sa.event.listen(db.engine, "do_executemany", _by_copy)
        _upgrade()
        click.echo("FACTS " + json.dumps(main(int(sys.argv[1]))))
