"""Every option graded by itself: score, STAR, majority judgment.

See docs/reference/counting-grades.md.
"""
