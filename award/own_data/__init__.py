"""What people can do about what is kept of them: take it away, delete drafts, close the account."""
