"""What one is offered and claims, and what staff offer and decide."""
