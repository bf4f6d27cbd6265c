"""Specimens that assessors score before they begin, and what their own order did."""
