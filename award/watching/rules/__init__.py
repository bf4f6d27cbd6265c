"""How long a search is followed, and what is new in it."""
