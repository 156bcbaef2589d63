"""Fit a sheet to its page and lay it out: HTML in, PDF out."""
