"""The command `diff`: what changed on the sheets between two revisions."""
