"""Our own topics, invented for tests. No such call exists; each shows a shape the portal really uses."""

from tests.emulator.shapes import (
    BudgetLine,
    CascadeFacts,
    Facts,
    Raw,
    cascade_row,
    language_copy,
    news,
    stale_copy,
    topic_row,
)

HORIZON, EURATOM, DIGITAL, EDF, SMP, LIFE = "43108390", "43298916", "43152860", "44181033", "43252476", "43252405"
I3, RELEX = "44416173", "111111"
CLUSTER_4 = ("43108390", "43108541", "43120193")

CONDITIONS = (
    '<div class="eui-u-mt-l>"><h4>General conditions</h4>'
    '<div><h4>1. Admissibility Conditions: Proposal page limit and layout</h4><div class="eui-u-mt-s">'
    "<p>are described in Annex A of the Work Programme General Annexes.</p></div></div>"
    '<div><h4>2. Eligible Countries</h4><div class="eui-u-mt-s">'
    "<p>are described in Annex B of the Work Programme General Annexes.</p></div></div>"
    '<div><h4>3. Other Eligible Conditions</h4><div class="eui-u-mt-s">'
    "<p>are described in Annex B of the Work Programme General Annexes.</p></div></div></div>"
)
DESCRIPTION = (
    '<p class="topicdescriptionkind">Expected Outcome:</p><p>Clusters of several countries share a test bed.</p>'
)


def _horizon(number: int, code: str, name: str, title: str, **more: object) -> Facts:
    identifier = f"HORIZON-CL4-2027-91-{number:02d}"
    facts = {
        "identifier": identifier,
        "title": title,
        "number": 90000000 + number,
        "programme": HORIZON,
        "divisions": CLUSTER_4,
        "type_code": code,
        "type_name": name,
        "call": "HORIZON-CL4-2027-91",
        "call_title": "Industry of the invented kind",
        "status": "open",
        "opens_on": "2026-10-06",
        "deadlines": ("2027-03-16",),
        "budget": (BudgetLine(topics=[identifier], by_year={"2027": "12000000"}, grants=2, min=5000000, max=6000000),),
        "destination": "A sovereign and circular industry (2026-27)",
        "destination_codes": ("90000801", "90000802"),
        "keywords": ("Industrial clusters", "Advanced manufacturing"),
        "priorities": ("AI", "DigitalAgenda"),
        "description": DESCRIPTION,
        "conditions": CONDITIONS,
    }
    return Facts(**{**facts, **more})  # type: ignore[arg-type] # a short way to write many similar topics


RIA = _horizon(
    1,
    "HORIZON-RIA",
    "HORIZON  Research and Innovation Actions",
    "Self-repairing looms for regional textile clusters",
    infos=(("2026-10-06T09:30:00.000", "<p>The submission session is now available.</p>"),),
    agreement=(43027846, "HORIZON-AG"),
    tags=("Looms", "Textile"),
    support="<p>Ask the national contact point.</p>",
    links=(
        {
            "url": "https://ec.europa.eu/research/participants/submission/manage/create-draft/90001",
            "criterionCode": "HORIZON-RIA",
            "mgaCode": "HORIZON-AG",
            "startDate": "2026-10-06",
            "endDate": "2027-03-16",
        },
    ),
)
IA = _horizon(2, "HORIZON-IA", "HORIZON Innovation Actions", "Shared foundries for light alloys")
CSA = _horizon(
    3,
    "HORIZON-CSA",
    "HORIZON Coordination and Support Actions",
    "A network of clusters for the circular use of leather",
    status="forthcoming",
    opens_on="2027-01-12",
    deadlines=("2027-04-15",),
)
TWO_STAGE = _horizon(
    4,
    "HORIZON-RIA",
    "HORIZON  Research and Innovation Actions",
    "Timber as a structural material",
    identifier="HORIZON-CL4-2027-92-01-two-stage",
    model="two-stage",
    deadlines=("2027-02-17", "2027-09-21"),
    budget=(),
)
CUT_OFFS = _horizon(
    5,
    "HORIZON-IA",
    "HORIZON Innovation Actions",
    "Pilots for hydrogen-fired glass",
    model="multiple cut-off",
    deadlines=("2026-11-12", "2027-05-13", "2027-11-11"),
)
CLOSED_BUT_CALLED_OPEN = _horizon(
    6,
    "HORIZON-CSA",
    "HORIZON Coordination and Support Actions",
    "A topic whose status nobody has updated",
    opens_on="2024-03-05",
    deadlines=("2024-09-05",),
)
EUROCLUSTERS = Facts(
    identifier="SMP-COSME-2027-CLUSTER-91",
    title="Joint cluster initiatives of the invented kind",
    number=90000101,
    programme=SMP,
    divisions=("43252504",),
    type_code="SMP-GFS",
    type_name="SMP Grants for Financial Support",
    call="SMP-COSME-2027-CLUSTER",
    call_title="Joint cluster initiatives of the invented kind",
    status="open",
    opens_on="2026-10-15",
    deadlines=("2027-02-04",),
    budget=(BudgetLine(topics=["SMP-COSME-2027-CLUSTER-91"], by_year={"2027": "10,000,000", "2028": "11000000"}),),
    description=DESCRIPTION,
    conditions='<div class="eui-u-mt-l>"><h4>Conditions</h4><p>described in section 6 of the call document.</p></div>',
)
POT = [f"EDF-2027-DA-INVENTED-{letter}" for letter in "AB"]
SHARED_POTS = [
    Facts(
        identifier=identifier,
        title=f"Protective textiles, part {identifier[-1]}",
        number=90000201 + number,
        programme=EDF,
        divisions=(EDF,),
        type_code="EDF-DA",
        type_name="EDF Development Actions",
        call="EDF-2027-DA",
        call_title="Development actions of the invented kind",
        status="forthcoming",
        opens_on="2027-02-02",
        deadlines=("2027-10-19",),
        budget=(BudgetLine(topics=POT, by_year={"2027": "422000000"}),),
        description=DESCRIPTION,
    )
    for number, identifier in enumerate(POT)
]
MIXED_CASE = Facts(
    identifier="DIGITAL-2027-IAFlag-91",
    title="Data spaces for furniture makers",
    number=90000301,
    programme=DIGITAL,
    type_name="DIGITAL Simple Grants",
    call="DIGITAL-2027-91",
    status="forthcoming",
    opens_on="2027-01-20",
    deadlines=("2027-05-20",),
)
OLD = Facts(
    identifier="LIFE-2024-INVENTED-CLOSED",
    title="A closed topic about reed beds",
    number=90000401,
    programme=LIFE,
    type_code="LIFE-PJG",
    type_name="LIFE Project Grants",
    status="closed",
    opens_on="2024-04-18",
    deadlines=("2024-09-19",),
    partner_search=False,
)
INVESTMENTS = Facts(
    identifier="I3-2027-INV9",
    title="Interregional investments of the invented kind",
    number=90000501,
    programme=I3,
    type_code="I3-PJG",
    type_name="I3 Project Grants",
    status="open",
    opens_on="2026-11-03",
    deadlines=("2027-03-11",),
)
EXTERNAL_ACTION = Facts(
    kind=2,
    identifier="EuropeAid/990001/DD/ACT/Multi",
    title="Support to business organisations abroad",
    number=990001,
    programme=RELEX,
    call="990001",
    status="open",
    opens_on="2026-10-01T10:00:04.000+0000",
    deadlines=("2027-01-15T15:00:11.000+0000",),
    model=None,
    partner_search=None,
)
UNDATED_ACTION = Facts(
    kind=2,
    identifier="EuropeAid/990002/ID/ACT/RS",
    title="A call without a deadline",
    number=990002,
    programme=RELEX,
    status="open",
    model=None,
    partner_search=None,
)

TOPICS = (
    RIA,
    IA,
    CSA,
    TWO_STAGE,
    CUT_OFFS,
    CLOSED_BUT_CALLED_OPEN,
    EUROCLUSTERS,
    *SHARED_POTS,
    MIXED_CASE,
    OLD,
    INVESTMENTS,
    EXTERNAL_ACTION,
    UNDATED_ACTION,
)


CASCADE_CALLS = (
    CascadeFacts(number=99001, name="Vouchers for tanneries", parent=RIA, acronym="LOOMS"),
    CascadeFacts(
        number=99002,
        name="Vouchers for weavers",
        parent=RIA,
        acronym="LOOMS",
        deadlines=("2026-11-30T16:00:00.000+0000", "2027-05-31T15:00:00.000+0000"),
    ),
    CascadeFacts(number=99003, name="A call that is over", parent=OLD, acronym="REEDS", status="closed"),
)
NEWS = ((RIA, 4749921, "The submission session is now available."), (IA, 4486756, "<p>A corrigendum.</p>"))


def own_rows() -> list[Raw]:
    """All our topics, with what the index mixes among them: translations, stale copies, news, cascade calls."""
    return [
        *map(topic_row, TOPICS),
        language_copy(RIA, "sv"),
        language_copy(RIA, "cs"),
        language_copy(CSA, "fr"),
        stale_copy(IA),
        stale_copy(CUT_OFFS),
        *(news(*notice) for notice in NEWS),
        *map(cascade_row, CASCADE_CALLS),
    ]
