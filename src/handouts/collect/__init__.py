"""What each page says that concerns handouts, collected while Sphinx reads."""
