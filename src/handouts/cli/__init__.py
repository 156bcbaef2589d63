"""The command line, a command a module.

Such a module has a `DESCRIPTION`, its `ARGUMENTS`, what its `EXIT_STATUS` means, and `run`, which
takes the options, writes to the terminal, and returns that status. It raises HandoutsError if the
command cannot be carried out.
"""
