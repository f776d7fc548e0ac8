"""What is done in matchmaking: one verb a function."""
