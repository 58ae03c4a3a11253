"""Moving a coalition in from spreadsheets: reading them, naming every mistake, founding."""
