"""Fills a database: reference data, the fictional demonstration, a volume to measure with."""
