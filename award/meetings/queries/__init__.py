"""What a meeting shows."""
