"""What events give out on paper and as files: letters, calendars, tickets, badges, lists."""
