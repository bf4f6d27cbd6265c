"""Following searches, and telling what is new in them."""
