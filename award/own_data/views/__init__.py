"""The pages of one's own data."""
