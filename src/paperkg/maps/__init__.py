"""Where entities lie on a map."""
