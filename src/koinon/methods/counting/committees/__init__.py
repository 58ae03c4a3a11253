"""Committees elected by approvals. See docs/reference/counting-committees.md."""
