"""What staff write and read, and what an assessor scores and looks back on."""
