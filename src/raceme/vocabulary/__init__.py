"""The words that everybody shares: need topics, service categories, roles. Read only."""
