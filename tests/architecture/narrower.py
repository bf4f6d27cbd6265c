"""Pages that are for fewer people than their permissions say."""

from __future__ import annotations

from collections.abc import Callable

from award.foundation.policy import can
from tests.architecture.world import World

Narrower = Callable[[World, str, str], bool]
# Where a page is for fewer people than its permission says, and why: (world, thing, person).
NARROWER: dict[str, Narrower] = {
    # No round of this world draws lots.
    "/rounds/<reference>/draw": lambda *_asked: False,
    "/rounds/<reference>/draw/file": lambda *_asked: False,
    "/manage/rounds/<reference>/draw/file": lambda *_asked: False,
    # Once decisions of a round are released.
    "/rounds/<reference>/who-assessed": lambda _world, thing, _person: thing == "closed",
    # No award of this world is public, so the standard has no file of them.
    "/open-data/awards.json": lambda *_asked: False,
    "/open-data/awards.csv": lambda *_asked: False,
    # Nobody in this world chairs a round.
    "/moderate": lambda *_asked: False,
    # Only what was funded, once its applicant knows.
    "/manage/awards/<reference>": lambda _world, thing, _person: thing == "awarded",
    # The applicant's own pages; staff and auditors read at /manage/applications.
    "/applications/<reference>": lambda world, thing, person: (
        world.facts[thing].application.lead_id == world.actors[person].user_id
    ),
    # Whoever doesn't lead a draft, or whose application is none, has no page to delete it.
    "/account/data/drafts/<reference>": lambda world, thing, person: can(
        world.actors[person], "application.delete", world.facts[thing].application
    ),
    # One round of this world has rules for assessors, and one person assesses in it.
    "/assess/rounds/<reference>/declarations": lambda _world, thing, person: (
        (thing, person)
        in {("closed", "assigned"), ("closed", "assessor"), ("paid round", "assessor")}
    ),
    "/assess/rounds/<reference>": lambda _world, thing, person: (
        thing == "paid round" and person == "assessor"
    ),
    # Whoever runs rounds, or looks whether they were fair, neither applies nor assesses.
    "/rounds/<reference>/adjustments": lambda world, thing, person: (
        person not in ("staff", "auditor")
        and can(world.actors[person], "round.view", world.facts[thing])
    ),
    # A file is there for whoever asked for it.
    "/exports/<token>": lambda world, thing, person: (
        world.actors[person].user_id == world.facts[thing].owner_id
    ),
    # A copy is there for whoever asked for it.
    "/account/data/copies/<token>": lambda world, thing, person: (
        world.actors[person].user_id == world.facts[thing].user_id
    ),
    # Whom it is about doesn't know of it.
    "/manage/complaints/<reference>": lambda world, thing, person: (
        world.actors[person].user_id not in world.facts[thing].named_ids
    ),
    # Nobody but its lead knows of a draft.
    "/manage/applications/<reference>": lambda world, thing, _person: (
        world.facts[thing].application.state != "draft"
    ),
    # The one page about a draft that staff have, by its reference: its lead asked for more time.
    "/manage/applications/<reference>/extension": lambda *_asked: True,
    # Pages for everybody, about rounds that everybody knows of.
    "/rounds/<reference>": lambda world, thing, person: can(
        world.actors[person], "round.view", world.facts[thing]
    ),
    # No public body tells the case study of this world.
    "/case-studies/<slug>/atrs.json": lambda *_asked: False,
    "/case-studies/<slug>.json": lambda world, thing, _person: (
        world.facts[thing].study.published_revision_id is not None
    ),
    "/case-studies/<slug>": lambda world, thing, _person: (
        world.facts[thing].study.published_revision_id is not None
    ),
    # Somebody has written about one of the small world's applications.
    "/applications/<reference>/messages/<int:number>": lambda world, thing, person: (
        thing == "assessed"
        and world.facts[thing].application.lead_id == world.actors[person].user_id
    ),
    "/applications/<reference>/messages/<int:number>/read": lambda world, thing, person: (
        thing == "assessed"
        and world.facts[thing].application.lead_id == world.actors[person].user_id
    ),
    **{
        f"/manage/applications/<reference>/messages/<int:number>{end}": (
            lambda _world, thing, _person: thing == "assessed"
        )
        for end in ("", "/close")
    },
    # No assessor of this world is recorded as at a meeting.
    **{f"/assess/{of}<reference>/meeting": lambda *_asked: False for of in ("", "rounds/")},
    # No assessor said anything.
    "/assess/<reference>/discussion/<int:number>": lambda *_asked: False,
    # What staff left out, agreed and said about one of the small world's applications.
    **{
        f"/manage/applications/<reference>/moderation/{end}": (
            lambda _world, thing, person: thing == "assessed" and person in ("staff", "auditor")
        )
        for end in ("discussion/<int:number>", "left-out/<int:number>", "score/take-back")
    },
    # Of a sheet that is submitted.
    "/manage/applications/<reference>/moderation/<letter>/leave-out": lambda world, thing, _who: (
        thing != "draft" and world.facts[thing].assignments[0].state == "submitted"
    ),
    # As its applicant reads or will read it: of what is staged or released.
    "/manage/applications/<reference>/outcome": lambda _world, thing, _person: thing == "awarded",
    # Who works on it says so on their own page.
    "/manage/applications/<reference>/messages/<int:number>/read": (
        lambda _world, thing, person: thing == "assessed" and person == "staff"
    ),
    # About one who works on an application of another's; here its lead writes alone.
    "/applications/<reference>/co-applicants/<int:number>": lambda _world, _thing, _person: False,
    # No case study of this world has been told more of, or asked whether it still runs.
    "/my-case-studies/<slug>/updates/<int:number>": lambda *_asked: False,
    "/manage/case-studies/<slug>/updates/<int:number>": lambda *_asked: False,
    "/manage/case-studies/<slug>/still-running/<int:number>/take-words-out": lambda *_asked: False,
    "/applications/<reference>/requests/<int:number>": lambda _world, _thing, _person: False,
    "/applications/<reference>/team/<int:number>/ask": lambda _world, _thing, _person: False,
    "/applications/<reference>/team/<int:number>": lambda _world, _thing, _person: False,
    "/applications/<reference>/team/leave": lambda _world, _thing, _person: False,
    "/applications/<reference>/team/lead": lambda _world, _thing, _person: False,
    # Links to read a draft, and what was said by them; here there is none.
    "/applications/<reference>/review/<int:number>": lambda *_asked: False,
    "/applications/<reference>/review/comments/<int:number>": lambda *_asked: False,
    "/review/<token>": lambda *_asked: False,
    # An enquiry that waits for its link to be followed; the token is no such.
    "/enquiry/confirm/<token>": lambda *_asked: False,
    # A question to a team, by the link of whoever asked; the token is no such.
    **{
        f"/asked/<reference>/<token>{end}": lambda *_asked: False
        for end in ("", "/<any('off-the-page', 'take-back'):way>")
    },
    # From an email to whoever shared a project, who was sent no update and no question.
    **{
        f"/share/<reference>/<token>/{which}/<int:number>": lambda *_asked: False
        for which in ("case-study/updates", "case-study/questions", "question")
    },
    # One question waits for the team of the published one.
    **{
        f"/my-case-studies/<slug>/questions/<int:number>{end}": (
            lambda _world, thing, person: thing == "study published" and person == "lead"
        )
        for end in ("", "/<any('decline', 'hide'):decision>")
    },
    "/case-studies/<slug>/ask": lambda _world, thing, _person: thing == "study published",
    # A project that is shared by a link; the token is no such.
    **{
        f"/share/<reference>/<token>{end}": lambda *_asked: False
        for end in ("", "/case-study", "/take-back", "/<step>")
    },
    # A search that an address follows; the token is no such.
    **{
        f"/following/<reference>/<token>{end}": (lambda *_asked: False)
        for end in ("", "/end", "/renew")
    },
    "/all-i-follow/<reference>/<token>": lambda *_asked: False,
    # Pictures of a case study; here none has any.
    **{
        f"{start}/pictures/<name>{end}": lambda *_asked: False
        for start, end in (
            ("/case-studies", "-<int:width>.jpg"),
            ("/my-case-studies/<slug>", "-<int:width>.jpg"),
            ("/manage/case-studies/<slug>", "-<int:width>.jpg"),
            ("/manage/case-studies/<slug>", ""),
        )
    },
    # A team tells more on a page of its own.
    "/manage/case-studies/<slug>/updates": lambda _world, _thing, person: person != "lead",
    # Of those that are chosen; here none is.
    "/compare-case-studies.csv": lambda *_asked: False,
    # A question to the team of a case study; the token is no such.
    "/still-running/<token>": lambda *_asked: False,
    "/still-running/<token>/change": lambda *_asked: False,
    # A challenge about which somebody is asked back.
    "/challenges/answer/<token>": lambda *_asked: False,
    # Of answers that were changed; here none was.
    "/applications/<reference>/history/<question>/<int:number>": lambda *_asked: False,
    # What an assessor has to do in a round.
    **{
        f"/manage/rounds/<reference>/chasing/<int:number>{end}": (
            lambda _world, thing, _person: thing == "closed"
        )
        for end in ("", "/confirm")
    },
    # Of first stages alone; the rounds of the world are whole.
    "/manage/rounds/<reference>/invited": lambda _world, _thing, _person: False,
    # One round of the world has a scenario; whoever chairs none says nothing of it.
    "/manage/rounds/<reference>/scenarios/<int:number>": (
        lambda _world, thing, _person: thing == "closed"
    ),
    **{
        f"/manage/rounds/<reference>/scenarios/<int:number>/{end}": (
            lambda _world, thing, _person: thing == "closed"
        )
        for end in ("stage", "panel")
    },
    # It is shared with nobody.
    **{
        f"/assess/rounds/<reference>/scenarios{end}": lambda *_asked: False
        for end in ("", "/<int:number>")
    },
    # Drafts of who reads what; one round of the world has one, and auditors read what is released.
    **{
        f"/manage/rounds/<reference>/assignment/<int:number>{end}": (
            lambda _world, thing, person: thing == "closed" and person != "auditor"
        )
        for end in ("", "/change", "/throw-away", "/release")
    },
    # What one asked for is one's own to take back.
    "/adjustments/<reference>": lambda world, thing, person: (
        world.facts[thing].person_id == world.actors[person].user_id
    ),
    # For those who assess, and for whoever did and answered an offer.
    "/pay": lambda world, _thing, person: can(world.actors[person], "assessment.dashboard"),
    # Specimens are for those who assess in the one round that asks for them.
    "/assess/rounds/<reference>/specimens": lambda _world, thing, person: (
        thing == "paid round" and person == "assessor"
    ),
    "/specimens/<reference>": lambda _world, _thing, person: person == "assessor",
    # Of somebody who assesses in the round.
    "/manage/rounds/<reference>/specimens/people/<person>": lambda _world, thing, _person: (
        thing == "closed"
    ),
    # What is offered is for those on the panel that is paid, in rounds that they assess in.
    "/pay/<reference>": lambda _world, thing, person: (
        thing == "paid round" and person == "assessor"
    ),
    "/pay/claims/<reference>": lambda world, thing, person: (
        world.facts[thing].person_id == world.actors[person].user_id
    ),
    # A view is saved of a list that one reads.
    "/manage/lists/<key>": lambda world, _thing, person: can(world.actors[person], "people.read"),
    # Of the library's pages, those that this service has no use for.
    "/two-factor/rescue": lambda _world, _thing, _person: False,
    "/two-factor/select": lambda _world, _thing, _person: False,
}
