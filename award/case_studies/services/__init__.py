"""Everything that changes a case study."""
