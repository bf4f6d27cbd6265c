"""What is wanted, how it is placed, and why; plain values in, plain values out."""
