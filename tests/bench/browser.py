"""Somebody who asks for pages, one after the other, and remembers who they are."""

from __future__ import annotations

import http.client
import time
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode

import html5lib

SECONDS = 300


def parsed(body: bytes) -> Any:
    """An ElementTree, without namespaces."""
    return html5lib.parse(body, namespaceHTMLElements=False)


class Answer(NamedTuple):
    seconds: float
    body: bytes


class Browser:
    """Signed in if an email is given. Each request has a connection of its own."""

    def __init__(self, port: int, email: str = "", password: str = "") -> None:
        self.port = port
        self.cookies: SimpleCookie = SimpleCookie()
        if email:
            self._sign_in(email, password)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def download(self, path: str) -> Answer:
        """Press the button on the page that has it."""
        page = parsed(self.get(path.rpartition(".")[0]).body)
        token = next(field for field in page.iter("input") if field.get("name") == "csrf_token")
        return self._ask("POST", path, {"csrf_token": token.get("value", "")})

    def _sign_in(self, email: str, password: str) -> None:
        forms = (list(f.iter("input")) for f in parsed(self.get("/sign-in").body).iter("form"))
        fields = next(found for found in forms if any(f.get("type") == "password" for f in found))
        values = {field.get("name", ""): field.get("value", "") for field in fields}
        for name in values:
            if "password" in name or "email" in name:
                values[name] = email if "email" in name else password
        self._ask("POST", "/sign-in", {key: value for key, value in values.items() if key})
        if b"Sign out" not in self.get("/account").body:
            raise SystemExit(f"{email} could not sign in")

    def _ask(self, method: str, path: str, values: dict[str, str] | None = None) -> Answer:
        headers = {"Host": "localhost", "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={m.value}" for k, m in self.cookies.items())
        body = None
        if values is not None:
            body = urlencode(values)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            start = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
            seconds = time.perf_counter() - start
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        if response.status != 200 and not (method == "POST" and response.status in (302, 303)):
            raise SystemExit(f"{method} {path} answered {response.status}")
        return Answer(seconds, content)
