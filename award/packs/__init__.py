"""Applications taken away together: a panel's pack as one PDF, or a folder for each in a ZIP file;
and the page where such files wait for who asked for them."""
