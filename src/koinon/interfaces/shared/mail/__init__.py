"""Mail: what is told to whom in which words, and the way it leaves."""
