"""Column registry, exports, the staff's overview."""
