"""A panel after its sheets are in: who chairs, what it says to each other, which scores count."""
