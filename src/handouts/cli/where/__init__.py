"""The command `where`: find the source of a sentence."""
