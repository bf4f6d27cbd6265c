"""Who applies, and what applying cost them: optional, apart, and told as sums alone."""
