"""What is asked about matchmaking: reads only."""
