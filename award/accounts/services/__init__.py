"""Every change to people and organisations."""
