"""Pictures and papers on regions."""
