"""What anyone who never applied tells of a project of theirs, until it becomes a case study."""
