"""Write a sheet as one HTML document: a doctree in, text out."""
