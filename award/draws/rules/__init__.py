"""What a draw is: pure functions."""
