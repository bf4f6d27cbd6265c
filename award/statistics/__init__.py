"""What a round's scores can and can't tell."""
