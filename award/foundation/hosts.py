"""Hosts, by their names alone: nothing is looked up."""

from __future__ import annotations

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Is this the machine itself? Only `localhost` and loopback addresses are; any other name
    may lead elsewhere."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
