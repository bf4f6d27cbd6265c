"""Rules of the case studies: states, permissions, vocabulary, what is copied, what is missing."""
