"""What staff fill in about a round."""
