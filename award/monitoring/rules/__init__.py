"""What is asked, who may, and which sums may be told."""
