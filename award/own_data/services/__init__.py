"""Copies of one's data, drafts that go, accounts that are closed."""
