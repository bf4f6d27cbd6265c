"""What of an award may be told, and as which standard has it."""
