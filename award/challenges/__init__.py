"""What stands in the way of trying AI in social care: told by anyone, counted from applications."""
