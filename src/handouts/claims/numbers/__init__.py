"""The numbers that a text quotes."""
