"""What lived-experience assessors are offered, what they claim, and what is approved and paid."""
