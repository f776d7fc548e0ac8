"""The published problem (Bofill et al., JAIR 74, 2022): meetings of a day with fewest breaks."""
