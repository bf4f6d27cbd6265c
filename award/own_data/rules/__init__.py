"""Who may, what becomes of each column, and what stands in the way of closing."""
