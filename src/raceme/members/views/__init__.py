"""The pages about members, by noun."""
