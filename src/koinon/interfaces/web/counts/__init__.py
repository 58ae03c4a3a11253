"""Counts of the counting house on pages: in words, in tables, as a drawing."""
