"""The counting house: ballots, rules and results of every vote. See docs/reference/counting.md."""
