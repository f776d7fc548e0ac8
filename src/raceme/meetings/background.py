"""Letters of matchmaking go out while nobody waits."""
