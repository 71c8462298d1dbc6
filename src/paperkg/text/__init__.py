"""Text as such: cleaning it, the keys under which strings are the same, spans, numbers, and dates."""
