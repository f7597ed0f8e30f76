"""Trade names in slides: the generic name is asked for, or a reason (AC-9).

The rule of the accreditors bans trade names as marketing, not every mention (A11, A27), so this is advice. The list
holds medicines of the fields that modules have been written for; whoever writes for another field adds theirs.
"""

import re
from collections.abc import Iterator

GENERIC = {
    "Abraxane": "paclitaxel (albumin-bound)",
    "Afinitor": "everolimus",
    "Akynzeo": "netupitant with palonosetron",
    "Aloxi": "palonosetron",
    "Arimidex": "anastrozole",
    "Aromasin": "exemestane",
    "Cinvanti": "aprepitant",
    "Emend": "aprepitant",
    "Enhertu": "trastuzumab deruxtecan",
    "Faslodex": "fulvestrant",
    "Femara": "letrozole",
    "Halaven": "eribulin",
    "Herceptin": "trastuzumab",
    "Hercessi": "trastuzumab",
    "Herzuma": "trastuzumab",
    "Hylecta": "trastuzumab with hyaluronidase",
    "Ibrance": "palbociclib",
    "Ivemend": "fosaprepitant",
    "Kadcyla": "trastuzumab emtansine",
    "Kanjinti": "trastuzumab",
    "Keytruda": "pembrolizumab",
    "Kisqali": "ribociclib",
    "Kytril": "granisetron",
    "Lynparza": "olaparib",
    "Margenza": "margetuximab",
    "Navelbine": "vinorelbine",
    "Nerlynx": "neratinib",
    "Ogivri": "trastuzumab",
    "Ontruzant": "trastuzumab",
    "Perjeta": "pertuzumab",
    "Phesgo": "pertuzumab with trastuzumab and hyaluronidase",
    "Sancuso": "granisetron",
    "Sustol": "granisetron",
    "Taxol": "paclitaxel",
    "Taxotere": "docetaxel",
    "Tecentriq": "atezolizumab",
    "Trazimera": "trastuzumab",
    "Trodelvy": "sacituzumab govitecan",
    "Truqap": "capivasertib",
    "Tukysa": "tucatinib",
    "Tykerb": "lapatinib",
    "Tyverb": "lapatinib",
    "Varubi": "rolapitant",
    "Verzenio": "abemaciclib",
    "Verzenios": "abemaciclib",
    "Xeloda": "capecitabine",
    "Ziihera": "zanidatamab",
    "Zofran": "ondansetron",
    "Zyprexa": "olanzapine",
}
_NAMES = re.compile(rf"\b({'|'.join(sorted(GENERIC, key=len, reverse=True))})\b", re.IGNORECASE)
_NOT_READ = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|<!--.*?-->")


def trade_names(text: str, first_line: int) -> Iterator[tuple[int, str, str]]:
    """Return each trade name in Markdown with line and generic name, once a line; keys and addresses are not read."""
    for line, words in enumerate(text.split("\n"), start=first_line):
        found = {match.group().capitalize() for match in _NAMES.finditer(_NOT_READ.sub(" ", words))}
        yield from ((line, name, GENERIC[name]) for name in sorted(found))
