"""Bodies with examples that can be tried as they stand."""

from typing import Annotated

from fastapi import Body
from fastapi.openapi.models import Example

from app.services.proposals.drills import DrillRequest
from app.services.proposals.requests import ProposalRequest
from app.services.proposals.trade_offs import TradeOffsRequest
from app.services.verdicts.requests import VerdictRequest

VERDICTS: dict[str, Example] = {
    "written out": {
        "summary": "A call and three organisations, all written out: eligible",
        "value": {
            "call": {
                "identifier": "HORIZON-CL4-2026-EXAMPLE",
                "programme": "HORIZON",
                "type_of_action": "HORIZON-RIA",
                "budget_year": 2026,
                "deadline": "2026-12-15",
            },
            "participants": [
                {
                    "organisation": {
                        "id": f"university-{country.lower()}",
                        "country": country,
                        "kinds": ["university"],
                        "legal_personality": True,
                        "gender_equality_plan": True,
                    },
                    "role": role,
                }
                for country, role in (("FR", "coordinator"), ("DE", "beneficiary"), ("IT", "beneficiary"))
            ],
            "as_of": "2026-11-22",
        },
    },
    "catalogue": {
        "summary": "A topic and clusters of the catalogue: which questions are open?",
        "value": {
            "topic": "HORIZON-CL2-2027-01-HERITAGE-03",
            "participants": [
                {"organisation": "fr-aerospace-valley", "role": "coordinator"},
                {"organisation": "at-automobil-cluster", "role": "beneficiary"},
            ],
        },
    },
}

PROPOSALS: dict[str, Example] = {
    "around a cluster": {
        "summary": "Three consortia around a French cluster",
        "value": {
            "topic": "HORIZON-CL2-2027-01-HERITAGE-03",
            "lead": "fr-aerospace-valley",
            "size": {"min": 3, "max": 6},
        },
    },
    "with wishes": {
        "summary": "With a partner in Spain and in Poland, and not more than one organisation a country",
        "value": {
            "topic": "HORIZON-CL2-2027-01-HERITAGE-03",
            "wishes": {"countries": ["ES", "PL"], "max_per_country": 1, "ecosystems": ["Textile"]},
            "alternatives": 1,
            "unknown": "ask",
        },
    },
}

TRADE_OFFS: dict[str, Example] = {
    "members": {
        "summary": "What does one member fewer cost, around a French cluster?",
        "value": {
            "topic": "HORIZON-CL2-2027-01-HERITAGE-03",
            "lead": "fr-aerospace-valley",
            "size": {"min": 3, "max": 6},
            "measures": ["fit", "size"],
        },
    },
    "widening": {
        "summary": "What does one more member from a widening country cost?",
        "value": {
            "topic": "HORIZON-CL2-2027-01-HERITAGE-03",
            "lead": "fr-aerospace-valley",
            "size": {"min": 3, "max": 6},
            "measures": ["objective", "widening"],
            "points": 7,
        },
    },
}

DRILLS: dict[str, Example] = {
    "three clusters": {
        "summary": "Who of three clusters must not drop out, and who could take the place of each?",
        "value": {
            "topic": "HORIZON-CL2-2027-01-HERITAGE-03",
            "lead": "fr-aerospace-valley",
            "members": [
                {"organisation": "at-automobil-cluster", "role": "beneficiary"},
                {"organisation": "fr-aerospace-valley", "role": "coordinator"},
            ],
        },
    },
}

AskForVerdict = Annotated[VerdictRequest, Body(openapi_examples=VERDICTS)]

AskForProposal = Annotated[ProposalRequest, Body(openapi_examples=PROPOSALS)]

AskForTradeOffs = Annotated[TradeOffsRequest, Body(openapi_examples=TRADE_OFFS)]

AskForDrill = Annotated[DrillRequest, Body(openapi_examples=DRILLS)]
