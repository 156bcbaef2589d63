"""Numbers to ring and other services, by country."""
