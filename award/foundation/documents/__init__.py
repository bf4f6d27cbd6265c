"""Documents: what one says is a value (`parts`); it is set as PDF (`pdf`) or as Word (`word`).

Nothing here knows a chapter. Typst, python-docx and the rest are loaded by the function that uses
them, since a start needs none of it.
"""
