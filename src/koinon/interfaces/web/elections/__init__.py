"""What pages of elections read and say: files of ballots, typed papers, names, stages."""
