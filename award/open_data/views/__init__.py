"""Pages and files about awards."""
