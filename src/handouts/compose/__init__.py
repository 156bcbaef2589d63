"""A handout for one audience: a doctree in, a doctree out."""
