"""What leaves the house about meetings: letters, calendars, papers."""
