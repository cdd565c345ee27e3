"""The names of the industrial ecosystems."""

from typing import Final

from app.web.presenters import words
from rules.language import N_, _

ECOSYSTEMS: Final = words.Texts(
    {
        "Aerospace & Defence": N_("Aerospace & Defence"),
        "Agri-food": N_("Agri-food"),
        "Construction": N_("Construction"),
        "Cultural & Creative Industries": N_("Cultural & Creative Industries"),
        "Digital": N_("Digital"),
        "Electronics": N_("Electronics"),
        "Energy Intensive Industries": N_("Energy Intensive Industries"),
        "Energy - Renewables": N_("Energy - Renewables"),
        "Health": N_("Health"),
        "Mobility - Transport - Automotive": N_("Mobility - Transport - Automotive"),
        "Proximity, Social Economy & Civil Security": N_("Proximity, Social Economy & Civil Security"),
        "Retail": N_("Retail"),
        "Textile": N_("Textile"),
        "Tourism": N_("Tourism"),
    }
)


def ecosystem_name(ecosystem: str) -> str:
    """The name of an industrial ecosystem."""
    return _(ECOSYSTEMS.get(ecosystem, ecosystem))
