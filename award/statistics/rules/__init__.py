"""Plain calculation over tables of scores. What needs NumPy is loaded by who asks for it."""
