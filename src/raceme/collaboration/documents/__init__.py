"""Letters about partners; the network as files and picture."""
