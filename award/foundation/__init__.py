"""What every chapter stands on. Knows no chapter."""
