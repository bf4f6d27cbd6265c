"""The steps for anyone, by a link, and what becomes of what was shared."""
