"""Check for plain language: text in, faults out."""
