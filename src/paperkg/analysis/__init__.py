"""Questions that a researcher asks of a build, answered in Python values.

Each function takes the open tables of a build; an entity is given by its id, its label or any alias.
"""
