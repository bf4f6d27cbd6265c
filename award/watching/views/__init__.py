"""The form to follow a search, and the pages behind its links."""
