"""The command `dossier`: all that is on record about a handout."""
