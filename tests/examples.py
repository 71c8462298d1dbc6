"""How many examples hypothesis draws where one of them is costly."""

from hypothesis import settings


def few(number: int) -> int:
    """So many, but all that are asked for under `make fuzz`: a number in `@settings` would hold there as well."""
    return settings().max_examples if settings.get_current_profile_name() == "fuzz" else number
