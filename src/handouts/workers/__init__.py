"""The processes that print, and their limits: jobs in, printed sheets out."""
