"""What is wrong with the sources, found before anything is printed."""
