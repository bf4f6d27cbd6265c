"""What a meeting is made of, without a database."""
