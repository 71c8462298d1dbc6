"""What extraction knows of words and names beforehand, as files that a person can read and replace."""
