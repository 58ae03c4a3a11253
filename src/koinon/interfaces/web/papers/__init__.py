"""What the papers say, in the reader's words: certificates, letters, packs, minutes."""
