"""From words and rules to the mentions and entities of a paper."""
