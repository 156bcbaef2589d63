"""Judge a finished PDF: a file in, faults out."""
