"""What a scenario asks and what it comes to: pure functions."""
