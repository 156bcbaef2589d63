"""From the pages that Sphinx has read to published sheets and their report."""
