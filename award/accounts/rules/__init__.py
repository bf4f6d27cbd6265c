"""What holds for people and organisations, in plain Python."""
