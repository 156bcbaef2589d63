"""What has changed on the sheets between two builds."""
