"""Cost games: what programmes cost together and alone, fair shares, who pays more than alone."""
