"""What rules find in a text: definitions of acronyms, names known beforehand, and names by their look."""
