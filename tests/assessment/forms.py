"""Filling in the score sheet as a browser would."""

from __future__ import annotations


def filled(page, **values):
    return {**page.form_values(), **values}


def text_of(item):
    return " ".join("".join(item.itertext()).split())


def complete(page, **values):
    return filled(
        page,
        score_problem="8",
        justification_problem="A real need that people themselves describe.",
        score_people="7",
        justification_people="People were asked before anything was built.",
        score_value="6",
        justification_value="Most costs are explained, and small.",
        comments_for_applicant="Thank you for a clear application.",
        in_scope="yes",
        recommend="yes",
        **values,
    )


def by_script(client, here, values):
    values = {**values, "csrf_token": client.csrf_token()}
    with client.app.app_context():
        return client.browser.post(here, data=values, headers={"Accept": "application/json"})
