"""The panel's meeting: one application a screen, its minute and its decision in one place."""
