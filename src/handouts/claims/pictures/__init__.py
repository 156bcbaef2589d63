"""The numbers of claims as pictures and tables."""
