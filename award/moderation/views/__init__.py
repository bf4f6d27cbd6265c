"""Pages of chairs and of the programme team, and the discussion among assessors."""
