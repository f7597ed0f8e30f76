"""What may be told of a group of people without names."""

FEWEST = 5
"""Of a group with fewer people no figure is told: it could be guessed to be somebody's.

The threshold rule of statistical offices, some of which ask for five people, others for three: Glossary of Statistical
Disclosure Control. Joint UNECE/Eurostat work session on statistical data confidentiality. Geneva, 2005.
"""


def percent(count: int, of: int) -> int:
    """Return ``count`` in whole per cent of ``of``, rounded to the nearest (half up); 0 of nothing."""
    return (200 * count + of) // (2 * of) if of else 0
