"""Who is tied to whom: bridges, parts, those who stand alone, and where to draw them."""
