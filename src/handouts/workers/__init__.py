"""Print in processes with limits: jobs in, printed sheets out."""
