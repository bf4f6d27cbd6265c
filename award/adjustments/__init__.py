"""Adjustments: more time, more words, a format, a helper, for whoever applies or assesses."""
