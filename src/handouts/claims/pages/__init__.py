"""What pages say of claims, compared with the ledger."""
