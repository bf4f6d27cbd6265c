"""The page of a round’s statistics."""
