"""The closed lists of the field: country codes, kinds of organisation, roles, flags, ecosystems.

Inside Quorum a country is its ISO 3166-1 alpha-2 code. The Commission's own ``EL`` and ``UK`` are accepted at the edge.
"""

from enum import StrEnum

ISO_COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK".split()
)
"""ISO 3166-1 alpha-2, and ``XK`` (user-assigned) for Kosovo."""

COMMISSION_CODES = {"EL": "GR", "UK": "GB"}
"""The two codes that the EU institutions write differently from ISO."""

OUTERMOST_REGIONS = {"GF": "FR", "GP": "FR", "MF": "FR", "MQ": "FR", "RE": "FR", "YT": "FR"}
"""Outermost regions with an ISO code of their own: in law they are their state (Article 349 TFEU)."""

OVERSEAS_TERRITORIES = {
    **dict.fromkeys(("AW", "BQ", "CW", "SX"), "NL"),
    **dict.fromkeys(("BL", "NC", "PF", "PM", "TF", "WF"), "FR"),
    "GL": "DK",
}
"""Overseas countries and territories and the Member State each is linked to (Annex II TFEU; recalled)."""

STATES_WITH_OUTERMOST_REGIONS = frozenset({"ES", "FR", "PT"})
"""The Member States that have outermost regions (Article 349 TFEU)."""

STATES_WITH_OVERSEAS_TERRITORIES = frozenset({"DK", "FR", "GB", "NL"})
"""Those to which overseas countries and territories are linked; the United Kingdom until it left."""

BRITISH_TERRITORIES = frozenset("AI BM FK GS IO KY MS PN SH TC VG".split())
"""Overseas countries and territories of the United Kingdom, until it left the Union (recalled)."""


def country_of_nuts(code: str) -> str:
    """The ISO code of the country to which a NUTS code belongs; territories go with their state.

    >>> country_of_nuts("EL30"), country_of_nuts("FRY1")
    ('GR', 'FR')
    """
    country = COMMISSION_CODES.get(code[:2], code[:2])
    return OUTERMOST_REGIONS.get(country, country)


def may_carry(flag: "Flag", country: str) -> bool:
    """Whether somebody established in the country can carry the flag, as far as the country tells."""
    match flag:
        case Flag.OUTERMOST_REGION:
            return country in STATES_WITH_OUTERMOST_REGIONS
        case Flag.OCT:
            return country in {*STATES_WITH_OVERSEAS_TERRITORIES, *OVERSEAS_TERRITORIES, *BRITISH_TERRITORIES}
        case _:
            return True


def iso_country(code: str) -> str:
    """The ISO code of a country written in ISO or in the Commission's way.

    Raises:
        ValueError: the code is no country.
    """
    code = COMMISSION_CODES.get(code, code)
    if code not in ISO_COUNTRIES:
        raise ValueError(f"{code!r} is no ISO 3166-1 alpha-2 country code (EL and UK are accepted, XK is Kosovo)")
    return code


class Kind(StrEnum):
    """What sort of organisation it is; one organisation may be of several kinds."""

    CLUSTER_ORGANISATION = "cluster_organisation"
    INDUSTRIAL_DISTRICT = "industrial_district"
    BUSINESS_NETWORK = "business_network"
    COMPANY = "company"
    UNIVERSITY = "university"
    RESEARCH_ORGANISATION = "research_organisation"
    PUBLIC_BODY = "public_body"
    NATIONAL_AUTHORITY = "national_authority"
    REGIONAL_AUTHORITY = "regional_authority"
    LOCAL_AUTHORITY = "local_authority"
    AGENCY = "agency"
    CHAMBER = "chamber"
    NGO = "ngo"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    VET_PROVIDER = "vet_provider"
    MEDIA = "media"
    POLICE_AUTHORITY = "police_authority"
    BORDER_GUARD = "border_guard"
    CUSTOMS = "customs"
    FIRST_RESPONDER = "first_responder"
    EGTC = "egtc"
    ERIC = "eric"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    NATURAL_PERSON = "natural_person"
    SOLE_TRADER = "sole_trader"
    OTHER = "other"


PUBLIC_KINDS = frozenset(
    {
        Kind.PUBLIC_BODY,
        Kind.NATIONAL_AUTHORITY,
        Kind.REGIONAL_AUTHORITY,
        Kind.LOCAL_AUTHORITY,
        Kind.POLICE_AUTHORITY,
        Kind.BORDER_GUARD,
        Kind.CUSTOMS,
    }
)
"""Kinds that are public bodies by what they are."""


def with_broader(kinds: frozenset[Kind]) -> frozenset[Kind]:
    """The kinds and the broader ones that follow from them (a local authority is a public body)."""
    broader = {Kind.PUBLIC_BODY} if kinds & PUBLIC_KINDS else set()
    return kinds | broader


class Role(StrEnum):
    """In what capacity an organisation takes part. The coordinator is a beneficiary."""

    COORDINATOR = "coordinator"
    BENEFICIARY = "beneficiary"
    AFFILIATED_ENTITY = "affiliated_entity"
    ASSOCIATED_PARTNER = "associated_partner"
    SUBCONTRACTOR = "subcontractor"
    THIRD_PARTY_RECIPIENT = "third_party_recipient"


BENEFICIARIES = (Role.COORDINATOR, Role.BENEFICIARY)
"""The roles that sign the grant agreement."""


class Flag(StrEnum):
    """Facts about an organisation that are declared when they hold; absent means none is known."""

    HU_PUBLIC_INTEREST_TRUST = "hu_public_interest_trust"
    RESTRICTIVE_MEASURES = "restrictive_measures"
    JRC = "jrc"
    EUROPEAN_RESEARCH_ORGANISATION = "european_research_organisation"
    EU_BODY = "eu_body"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    MAJORITY_RUSSIAN_OWNED = "majority_russian_owned"
    CN_MIIT = "cn_miit"
    HIGH_RISK_SUPPLIER = "high_risk_supplier"
    NON_GOVERNMENT_CONTROLLED_TERRITORY = "non_government_controlled_territory"
    OUTERMOST_REGION = "outermost_region"
    OCT = "oct"


class SizeClass(StrEnum):
    """Size by Recommendation 2003/361/EC; a small mid-cap has up to 499 staff and is no SME."""

    SME = "sme"
    SMALL_MID_CAP = "small_mid_cap"
    LARGE = "large"


class Ecosystem(StrEnum):
    """The 14 EU industrial ecosystems (SWD(2020) 98; recalled)."""

    AEROSPACE_DEFENCE = "Aerospace & Defence"
    AGRI_FOOD = "Agri-food"
    CONSTRUCTION = "Construction"
    CULTURAL_CREATIVE = "Cultural & Creative Industries"
    DIGITAL = "Digital"
    ELECTRONICS = "Electronics"
    ENERGY_INTENSIVE = "Energy Intensive Industries"
    ENERGY_RENEWABLES = "Energy - Renewables"
    HEALTH = "Health"
    MOBILITY = "Mobility - Transport - Automotive"
    PROXIMITY_SOCIAL = "Proximity, Social Economy & Civil Security"
    RETAIL = "Retail"
    TEXTILE = "Textile"
    TOURISM = "Tourism"
