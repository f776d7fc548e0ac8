"""Who meets whom, when, at which table: schedules of brokerage events, proved as good as can be."""
