"""What extraction has learned, as files, and how they are read."""
