"""What a finished PDF must be: a file in, faults out."""
