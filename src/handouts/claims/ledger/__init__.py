"""The ledger of claims: what may be said, on what grounds, and how firmly."""
