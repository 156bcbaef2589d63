"""The ledger of claims, its sources, and what pages may say of them."""
