"""What whoever shared a project reads of its case study, who never had an award."""

from __future__ import annotations

from dataclasses import replace

import pytest

from award.case_studies.services import agreement, publication
from award.foundation.db import transaction
from award.foundation.policy import ANONYMOUS, Role
from tests.accounts.letters import letters
from tests.build import accounts, asking, case_studies
from tests.build import shares as build
from tests.client import CheckedClient

AWARD = "your award"


@pytest.mark.any_database
def test_nothing_is_said_of_an_award_to_whoever_never_applied(client: CheckedClient) -> None:
    study = build.public_study()
    share = case_studies.again(study).share
    assert share is not None
    client.get(build.link(share))
    for path in ("", "/withdraw"):
        assert AWARD not in client.get(f"/my-case-studies/{study.slug}{path}").text
    publisher = accounts.actor_of(accounts.user(roles=(Role.PUBLISHER,)))
    with transaction():
        publication.take_down(case_studies.again(study), reason="It is old.", actor=publisher)
    told = letters(share.email)
    assert "It is old." in told[-1].body
    assert [one.subject for one in told if AWARD in one.body] == []


@pytest.mark.any_database
def test_whoever_shared_is_called_by_name_and_has_no_account_to_choose_emails_in(
    client: CheckedClient,
) -> None:
    staff = accounts.user("Stef Staff", roles=(Role.STAFF, Role.PUBLISHER))
    made = build.taken_on()
    case_studies.edited(made, staff=staff, **case_studies.TEXT)
    case_studies.resent(made, staff=staff)
    study = case_studies.again(made)
    assert study.share is not None
    owner, reference = study.share.email, study.share.reference
    holder = replace(ANONYMOUS, holds=frozenset({reference}))
    with transaction():
        agreement.ask_for_changes(study, reason="Seven homes, not six.", actor=holder)
    asked = letters(staff.email)[-1]
    assert "Ola Stranger has read" in asked.body
    page = client.sign_in(staff).get(f"/manage/case-studies/{study.slug}")
    assert "Ola Stranger asks for changes" in page.text
    case_studies.resent(made, staff=staff)
    with transaction():
        agreement.agree(case_studies.again(made), name="Ola Stranger", actor=holder)
    public = case_studies.made_public(case_studies.again(made))
    asking.asked(public)
    with transaction():
        agreement.withdraw_agreement(case_studies.again(made), reason="", actor=holder)
    assert "Visitor" not in client.get(f"/manage/case-studies/{study.slug}").text
    told = letters(staff.email)
    assert [one.notice for one in told if "Ola Stranger" in one.body][-1] == "case_study.withdrawn"
    assert [one.notice for one in told if "Visitor" in one.body] == []
    theirs = letters(owner)
    assert "team_question.relayed" in {one.notice for one in theirs}
    assert [one.notice for one in theirs if "/account/emails" in one.body] == []


@pytest.mark.any_database
def test_an_applicant_reads_that_their_award_stays(client: CheckedClient) -> None:
    study = case_studies.published()
    lead = case_studies.lead_of(study)
    client.sign_in(lead)
    for path in ("", "/withdraw"):
        page = client.get(f"/my-case-studies/{study.slug}{path}")
        assert f"no difference to {AWARD}." in page.text
    actor = accounts.actor_of(case_studies.with_roles(lead))
    with transaction():
        agreement.withdraw_agreement(case_studies.again(study), reason="", actor=actor)
    assert f"it makes no difference to {AWARD}." in letters(lead.email)[-1].body


def test_the_first_page_counts_its_steps(client: CheckedClient) -> None:
    page = client.get("/share")
    said = page.text
    step = build.begun()
    first = client.get(f"{build.link(step)}/problem")
    many = first.text.partition("Step 1 of ")[2].split(":")[0]
    assert many.isdigit() and f"It is {many} short steps" in said
