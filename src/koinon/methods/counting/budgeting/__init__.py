"""Participatory budgets. See docs/reference/counting-budgets.md."""
