"""Pure rules of specimens, and of what one's own totals tell."""
