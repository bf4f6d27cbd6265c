"""Making drafts, changing lines, releasing."""
