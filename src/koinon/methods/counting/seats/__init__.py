"""Seats in proportion to votes: one table of votes, or parties in districts. Exact, and proved."""
