"""Tables that are handed out: the template to fill in, and the rows that have errors."""
