"""Twins of the methods that count with numpy: faster, and checked against the exact ones.

Imported by callers only where they are needed, so that nothing else needs numpy. Each asserts the
bounds within which its whole numbers hold, and says with what error its result is given.
"""
