"""Applications as those who moderate them see them."""
