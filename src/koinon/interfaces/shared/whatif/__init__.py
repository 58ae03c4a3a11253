"""What if: from what a person asks to a plan, and from a plan to words, tables and drawings."""
