"""What a round promises, tried on a copy of it: the service once more, in memory, so that nothing
is written, locked or sent where people work."""
