"""Links that open something for whoever has them."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask

from award.foundation import links


def test_a_link_made_from_the_key_is_for_one_reader_of_one_thing(app: Flask) -> None:
    token = links.made_for("share", "owner", "SHR-1")
    assert links.whose_link("share", ("writer", "owner"), "SHR-1", token) == "owner"
    for kind, readers, reference in (
        ("share", ("writer",), "SHR-1"),
        ("share", ("writer", "owner"), "SHR-2"),
        ("question", ("writer", "owner"), "SHR-1"),
    ):
        assert links.whose_link(kind, readers, reference, token) is None
    for typed in ("", "é" * 40, token[:-1], "\udcff"):
        assert links.whose_link("share", ("owner",), "SHR-1", typed) is None


def test_it_opens_after_the_key_was_changed_while_the_old_one_is_known(app: Flask) -> None:
    token, before = links.made_for("share", "owner", "SHR-1"), app.config["SETTINGS"]
    for former, opens in (((before.audit_key,), "owner"), ((), None)):
        app.config["SETTINGS"] = SimpleNamespace(
            audit_key="another key " * 4, former_audit_keys=former
        )
        try:
            assert links.made_for("share", "owner", "SHR-1") != token
            assert links.whose_link("share", ("owner",), "SHR-1", token) == opens
        finally:
            app.config["SETTINGS"] = before


def test_what_is_kept_of_a_drawn_token_is_another_for_each() -> None:
    tokens = {links.new_token() for _ in range(20)}
    assert len({links.digest_of(one) for one in tokens}) == 20
    assert links.digest_of("\udcff")  # whatever an address can carry
