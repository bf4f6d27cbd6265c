"""What somebody types about their interests."""
