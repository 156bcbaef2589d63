"""The commands `release`, `withdraw` and `approve`: what stands in the register of releases."""
