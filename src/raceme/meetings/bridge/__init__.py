"""Rows of matchmaking and values of the core of scheduling, from one into the other."""
