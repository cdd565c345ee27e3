"""The words of the check for the closed lists of the field, as choices of a form."""

from typing import Final

from app.web.presenters.words import Texts
from rules.codes import Kind
from rules.language import N_

SIZES: Final = Texts({"sme": N_("an SME"), "small_mid_cap": N_("a small mid-cap"), "large": N_("larger")})

KINDS: Final = Texts(
    {
        Kind.CLUSTER_ORGANISATION: N_("cluster organisation"),
        Kind.INDUSTRIAL_DISTRICT: N_("industrial district"),
        Kind.BUSINESS_NETWORK: N_("business network"),
        Kind.COMPANY: N_("company"),
        Kind.UNIVERSITY: N_("university"),
        Kind.RESEARCH_ORGANISATION: N_("research organisation"),
        Kind.PUBLIC_BODY: N_("public body"),
        Kind.NATIONAL_AUTHORITY: N_("national authority"),
        Kind.REGIONAL_AUTHORITY: N_("regional authority"),
        Kind.LOCAL_AUTHORITY: N_("local authority"),
        Kind.AGENCY: N_("agency"),
        Kind.CHAMBER: N_("chamber of commerce"),
        Kind.NGO: N_("NGO"),
        Kind.HOSPITAL: N_("hospital"),
        Kind.SCHOOL: N_("school"),
        Kind.VET_PROVIDER: N_("provider of vocational training"),
        Kind.MEDIA: N_("media organisation"),
        Kind.POLICE_AUTHORITY: N_("police authority"),
        Kind.BORDER_GUARD: N_("border guard authority"),
        Kind.CUSTOMS: N_("customs authority"),
        Kind.FIRST_RESPONDER: N_("first responder"),
        Kind.EGTC: N_("European grouping of territorial cooperation (EGTC)"),
        Kind.ERIC: N_("European Research Infrastructure Consortium (ERIC)"),
        Kind.INTERNATIONAL_ORGANISATION: N_("international organisation"),
        Kind.NATURAL_PERSON: N_("natural person"),
        Kind.SOLE_TRADER: N_("sole trader"),
        Kind.OTHER: N_("another kind"),
    }
)


def kind_name(kind: Kind) -> str:
    """A kind of organisation, as a choice."""
    return KINDS[kind]
