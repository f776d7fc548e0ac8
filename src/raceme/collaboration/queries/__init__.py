"""Which notices, suggestions and consortia there are, for whoever asks."""
