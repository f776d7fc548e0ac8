"""Who meets whom, when, at which place: schedules of events, with proofs of how good they are.

Start at `solve.schedule_meetings`; on the day itself at `day.replan`. The problem of the
literature, with its own values, stands in `published/`.
"""
