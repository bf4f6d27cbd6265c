"""How fast pages are, as ratios to a floor of one table, at any size: `make bench`."""
