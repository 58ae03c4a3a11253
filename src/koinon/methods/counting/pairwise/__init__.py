"""Every two options compared: Schulze, ranked pairs, minimax.

See docs/reference/counting-pairwise.md.
"""
