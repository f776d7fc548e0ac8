"""What could be a paper: pure functions, values in, values out, no Django."""
