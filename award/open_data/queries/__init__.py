"""Public awards, and what staff have to look at first."""
