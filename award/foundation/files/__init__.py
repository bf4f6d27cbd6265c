"""Files that people upload: where they lie, what they really are, and what hides in them."""
