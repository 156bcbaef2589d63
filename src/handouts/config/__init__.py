"""What `conf.py` says: read once, checked, and kept as frozen values."""
