"""The command `new`: start a project."""
