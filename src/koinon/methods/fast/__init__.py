"""Twins of methods for sizes where whole numbers in Python are slow; numpy, loaded when asked."""
