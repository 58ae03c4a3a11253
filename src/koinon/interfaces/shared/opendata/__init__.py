"""The open data set: the record's public state as tables that anyone can take and use."""
