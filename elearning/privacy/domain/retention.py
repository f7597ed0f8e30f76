"""For how long a printed name is kept after the account is gone. Pure."""

from datetime import datetime

LEAST_YEARS = 6
"""ACCME asks providers to keep records of credit for six years."""


def ended_for(now: datetime, years: int) -> datetime:
    """Return the latest instant of completion whose ``years`` are over at ``now``.

    Whoever completed on 29 February is kept until 1 March of a year that has no such day.
    """
    try:
        return now.replace(year=now.year - years)
    except ValueError:  # now is 29 February and that year had none
        return now.replace(year=now.year - years, day=28)
