"""Files of ballots of other programs and offices: from bytes to an election, and back."""
