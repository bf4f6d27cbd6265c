"""Pictures: drawn anew without what their files say, described, and given out to those who may."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from award.case_studies.models import CaseStudyImage
from award.case_studies.rules.story import content_of
from award.case_studies.services import publication
from award.foundation.db import db, transaction
from award.foundation.files import storage
from award.foundation.policy import Role
from tests.build import case_studies as build
from tests.build.accounts import actor_of, user
from tests.client import CheckedClient

SECRETS = (b"PLANTEDPLACE", b"PLANTEDWORDS", b"PLANTEDEND")
ALT = "A plug beside a bed, within reach of a hand"


def photograph(width: int = 2000) -> bytes:
    """On its side, with a place, words and bytes behind its end."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "PLANTEDPLACE 51.5N"
    into = BytesIO()
    picture = Image.new("RGB", (width, width // 2), "navy")
    picture.save(into, "JPEG", exif=exif, comment=b"PLANTEDWORDS")
    return into.getvalue() + b"PLANTEDEND"


def with_words() -> bytes:
    info = PngInfo()
    info.add_text("Author", "PLANTEDWORDS")
    into = BytesIO()
    Image.new("RGBA", (600, 400), (0, 0, 0, 0)).save(into, "PNG", pnginfo=info)
    return into.getvalue()


def upload(client: CheckedClient, path: str, content: bytes, **typed: Any) -> Any:
    values = client.get(path).form_values() | {"alt": [ALT], "caption": [""]} | typed
    name = "p.png" if content.startswith(b"\x89PNG") else "p.jpg"
    return client.post(path, {**values, "document": (BytesIO(content), name)}, status=None)


@pytest.fixture
def path(app: Flask, client: CheckedClient) -> str:
    study = build.complete()
    client.sign_in(user("Stef Staff", roles=(Role.STAFF, Role.PUBLISHER)))
    return f"/manage/case-studies/{study.slug}/pictures"


@pytest.mark.each_database
def test_nothing_of_the_file_but_its_points_goes_along(client: CheckedClient, path: str) -> None:
    upload(client, path, photograph())
    upload(client, path, with_words(), caption=["The plug"])
    study = build.again_by(path)
    assert [one["sizes"] for one in study.images] == [
        [[480, 960], [960, 1920], [1000, 2000]],
        [[480, 320], [600, 400]],
    ], "the right way up, and never larger than it was"
    for row in db.session.query(CaseStudyImage):
        for size in row.sizes:
            content = b"".join(storage.read(size["lies_at"]))
            assert not [secret for secret in SECRETS if secret in content]
            drawn = Image.open(BytesIO(content))
            assert (drawn.format, drawn.width) == ("JPEG", size["width"])
            assert not drawn.getexif() and not set(drawn.info) & {"comment", "icc_profile", "exif"}
    assert "lies_at" not in str(content_of(study))


def test_words_of_one_that_comes_late_are_kept(client: CheckedClient, path: str) -> None:
    """Somebody sent the text to its lead meanwhile."""
    values = client.get(path).form_values() | {"alt": [ALT], "caption": ["Kept for later"]}
    build.resent(build.again_by(path), staff=user("Sol Staff", roles=(Role.STAFF,)))
    page = client.post(path, {**values, "document": (BytesIO(photograph()), "p.jpg")}, status=409)
    assert "Take it back to draft before you edit it" in page.text
    assert ALT in page.text and "Kept for later" in page.text
    assert not build.again_by(path).images


@pytest.mark.each_database
def test_who_may_see_it_when(app: Flask, client: CheckedClient, path: str) -> None:
    upload(client, path, photograph(1200), caption=["By the bed"])
    study = build.again_by(path)
    name = study.images[0]["id"]
    staffs, publics = f"{path}/{name}-480.jpg", f"/case-studies/pictures/{name}-480.jpg"
    leads = f"/my-case-studies/{study.slug}/pictures/{name}-480.jpg"
    client.get(staffs)
    client.sign_in(build.lead_of(study))
    client.get(leads, status=404)
    client.get(staffs, status=404)
    build.resent(study)
    client.get(leads)
    client.get(publics, status=404)
    build.made_public(build.agreed(study))
    client.sign_in(None)
    answer = client.get(publics)
    assert answer.response.headers["Content-Type"] == "image/jpeg"
    known = {"If-None-Match": answer.response.headers["ETag"]}
    assert app.test_client().get(publics, headers=known).status_code == 304
    client.get(publics.replace("-480", "-481"), status=404)
    slug = build.again(study).slug
    page = client.get(f"/case-studies/{slug}")
    (shown,) = page.all("img")
    assert (shown.get("alt"), shown.get("width")) == (ALT, "288")
    assert "By the bed" in page.text
    said = {one.get("property"): one.get("content") for one in page.all("meta")}
    assert said["og:image"].endswith(f"{name}-600.jpg") and said["og:image:alt"] == ALT
    (data,) = [one for one in page.all("script") if one.get("type") == "application/ld+json"]
    assert json.loads(data.text or "")["image"] == said["og:image"]


def test_words_are_needed_and_what_is_no_picture_is_refused(
    client: CheckedClient, path: str
) -> None:
    page = upload(client, path, photograph(1000), alt=[" "], caption=["Kept"])
    assert page.errors == ["Say what the picture shows, for people who can’t see it"]
    assert page.form_values()["caption"] == ["Kept"]
    for width in (940, 470):  # on its side: half as wide as it is high
        page = upload(client, path, photograph(width), caption=["Kept"])
        assert page.errors == [
            f"The picture is too small, {width // 2} by {width} pixels: choose one that is at "
            "least 480 pixels wide and 240 high"
        ]
        assert page.form_values()["caption"] == ["Kept"]
    assert not db.session.query(CaseStudyImage).count()
    assert "picture" in upload(client, path, b"GIF89a not a picture at all").errors[0]
    values = client.get(path).form_values() | {"alt": [ALT]}
    page = client.post(path, {**values, "document": (BytesIO(b""), "")}, status=200)
    assert page.errors == ["Choose a picture"]
    assert build.again_by(path).images == []


def test_its_words_are_changed_and_it_is_removed(client: CheckedClient, path: str) -> None:
    upload(client, path, photograph(1000))
    (one,) = build.again_by(path).images
    here = f"{path}/{one['id']}"
    values = client.get(here).form_values() | {"alt": ["A plug"], "caption": ["Near"]}
    client.post(here, values)
    (now,) = build.again_by(path).images
    assert (now["alt"], now["caption"], now["sizes"]) == ("A plug", "Near", one["sizes"])
    client.post(f"{here}/remove", client.get(path).form_values(f"{here}/remove"))
    assert build.again_by(path).images == []
    client.get(here, status=404)


@pytest.mark.each_database
def test_a_browser_keeps_it_until_it_is_taken_down_with_its_case_study(
    client: CheckedClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(client, path, photograph(1200))
    study = build.made_public(build.agreed(build.resent(build.again_by(path))))
    name = build.again(study).images[0]["id"]
    address = f"/case-studies/pictures/{name}-480.jpg"
    staffs = client.get(f"{path}/{name}-480.jpg").response.headers
    assert staffs["Cache-Control"] == "no-store", "what is worked on is nobody else's"
    for person in (build.lead_of(study), None):
        client.sign_in(person)
        answer = client.get(address)
        kept = answer.response.headers
        assert (kept["Cache-Control"], kept["ETag"]) == ("no-cache", f'"{name}-480"')
        assert answer.data[:3] == b"\xff\xd8\xff"
    known = {"If-None-Match": f'"{name}-480"'}
    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", lambda key: pytest.fail("it is there already"))
        again = client.browser.get(address, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"
    actor = actor_of(user("Stef Staff", roles=(Role.STAFF, Role.PUBLISHER)))
    with transaction():
        publication.take_down(build.again(study), reason="They asked.", actor=actor)
    client.sign_in(None)
    client.get(address, status=410)
    gone = client.browser.get(address, headers=known)
    assert (gone.status_code, gone.headers["Cache-Control"]) == (410, "no-store")
