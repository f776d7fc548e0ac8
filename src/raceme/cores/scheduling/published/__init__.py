"""The published problem (Bofill et al., JAIR 74, 2022): a day of meetings with fewest breaks, proved."""
