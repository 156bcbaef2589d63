"""The data files of a project: where they lie, what they hold, and what is wrong in them."""
