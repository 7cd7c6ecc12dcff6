"""Which texts may shape weights that ship: permissive licences and CC BY-SA; nothing non-commercial, unclear, mixed, copyleft or absent."""

import re

ALLOWED = re.compile(r"\b(MIT|Apache|BSD|CC0|CC[- ]BY)\b", re.I)
REFUSED = re.compile(r"NC\b|\(c\)|no (data )?licence|research|GPL|mixed|unclear|non-uniform|ODC|see remark|\?|LSAT|exam items|facts|canary|not for MT", re.I)
SHARE_ALIKE = re.compile(r"BY[- ]SA", re.I)


def permissive(licence: str) -> bool:
    return bool(ALLOWED.search(licence)) and not REFUSED.search(licence)


def refused_label(licence: str) -> bool:
    """Labelled rows come with their own `shippable` flag; this drops the few whose licence line still carries a warning."""
    return bool(re.search(r"GPL|canary|no explicit licence", licence, re.I))


def family(licence: str) -> str:
    """A short name for the model card's table."""
    if SHARE_ALIKE.search(licence):
        return "CC BY-SA"
    for name, pattern in (("CC0", "CC0"), ("CC BY", r"CC[- ]BY"), ("Apache-2.0", "Apache"), ("BSD", "BSD"), ("MIT", "MIT")):
        if re.search(pattern, licence, re.I):
            return name
    return "other"
