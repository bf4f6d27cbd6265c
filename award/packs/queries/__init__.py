"""Packs as their owner may have them, and what goes into one."""
