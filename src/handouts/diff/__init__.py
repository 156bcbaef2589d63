"""Compare the sheets of two builds."""
