"""Lots: what tells applications apart where nothing else does."""
