"""What the HTML builders add to the site."""
