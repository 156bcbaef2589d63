"""Checks of plain language: text in, faults out."""
