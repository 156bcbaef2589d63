"""Checks of finished sheets and of their language; none knows of Sphinx."""
