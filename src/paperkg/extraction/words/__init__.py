"""From a text to its sentences and words, and what is known of a word by itself."""
