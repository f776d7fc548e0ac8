"""The pages about services and the library."""
