"""What is done to events and registrations: one verb a function."""
