"""Writing specimens, and scoring them."""
