"""What others print: a decision as a sentence, a picture and a table; feeds; open data."""
