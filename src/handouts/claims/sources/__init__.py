"""The sources of claims: the bibliography, and how pages cite it."""
