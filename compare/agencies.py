"""News agencies by the names that credit lines give them. Being named here says nothing of an agency but its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency: the name it is shown by, the ways credit lines write it, and its slug where it is an outlet too."""

    name: str
    aliases: tuple[str, ...]
    outlet: str | None = None


# The name first, then other ways to write it. Letters' case counts: "PA" is an agency, "pa" is not.
KNOWN_TEXT = """
Agence France-Presse | AFP | Agence France Presse
Agencia EFE | EFE
Anadolu Agency | Anadolu | AA
ANI | Asian News International
ANP
ANSA | Ansa
Antara
APA | Austria Presse Agentur
Associated Press | The Associated Press | AP
Australian Associated Press | AAP
Belga
Bernama
Bloomberg News | Bloomberg
BTA | Bulgarian News Agency
Canadian Press | The Canadian Press | CP | La Presse Canadienne
CTK | ČTK | Czech News Agency
dpa | DPA | Deutsche Presse-Agentur
IANS | Indo-Asian News Service
Interfax
IRNA
Jiji Press | Jiji
Kyodo News | Kyodo
Lusa
MTI
NTB
PA Media | PA | Press Association | PA news agency
PAP | Polish Press Agency
Press Trust of India | PTI
Reuters | Thomson Reuters
RIA Novosti | RIA
Ritzau
STT
TASS | Tass | ITAR-TASS
TT | TT News Agency
Ukrinform
United Press International | UPI
Xinhua | Xinhua News Agency
Yonhap | Yonhap News Agency
"""
KNOWN = tuple(
    Agency(names[0], tuple(names))
    for names in ([part.strip() for part in line.split("|")] for line in KNOWN_TEXT.strip().splitlines())
)


def agencies(wires: Mapping[str, str] | None = None) -> tuple[Agency, ...]:
    """The known agencies and the outlets that are agencies, sorted by name.

    `wires` maps slugs of outlets of kind "wire" to their names. A known agency that is among them keeps its ways to be
    written.
    """
    found = list(KNOWN)
    for slug, name in sorted((wires or {}).items()):
        known = next((i for i, agency in enumerate(found) if name in agency.aliases), None)
        if known is None:
            found.append(Agency(name, (name,), slug))
        else:
            found[known] = replace(found[known], outlet=slug)
    return tuple(sorted(found, key=lambda agency: (agency.name, agency.outlet or "")))


def named(alias: str, known: Sequence[Agency]) -> Agency:
    """The agency that is written so. Raises KeyError for a name that none has."""
    plain = " ".join(alias.split())
    for agency in known:
        if plain in agency.aliases:
            return agency
    raise KeyError(alias)


@lru_cache(maxsize=16)
def name_pattern(known: tuple[Agency, ...]) -> re.Pattern[str]:
    """Any of the agencies' names as a whole word, the longest first."""
    aliases = sorted({alias for agency in known for alias in agency.aliases}, key=lambda alias: (-len(alias), alias))
    written = "|".join(r"\s+".join(re.escape(word) for word in alias.split()) for alias in aliases)
    return re.compile(rf"(?<![\w.@-])(?:{written})(?![\w@-])")
