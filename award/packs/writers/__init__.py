"""Applications of a pack as documents and as data."""
