from flask import Flask
from tests.build import applications, rounds, accounts
from award.applications import queries

def test_it(app: Flask) -> None:
    a = applications.submitted()
    assert a.state == "submitted"
    s = queries.latest_submission(a.id)
    print(s.content, s.sha256)
    b = applications.submitted(rounds.closed_round(), title="X")
    assert b.title == "X"
