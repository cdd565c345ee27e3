"""Alerts: what has changed for a tenant."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from app.api.access import Change, Changes, Requires, View
from app.api.strict import StrictRoute
from app.services.alerts import listing
from app.services.alerts.listing import AlertPublic, AlertQuery
from app.services.catalogue.schemas import Page
from app.services.tenancy.scopes import Scope

router = APIRouter(prefix="/v1", tags=["alerts"], route_class=StrictRoute)
OfQuestions = Annotated[Change, Depends(Changes(Scope.QUESTIONS_WRITE))]
AlertId = Annotated[int, Path(ge=1)]


@router.get("/alerts", dependencies=[Depends(Requires())])
def list_alerts(view: View, query: Annotated[AlertQuery, Query()]) -> Page[AlertPublic]:
    """What has changed in the answers to saved questions and in the verdicts on consortia, the newest first."""
    return listing.list_alerts(view, query)


@router.post("/alerts/{alert_id}/reading")
def read_alert(change: OfQuestions, alert_id: AlertId) -> AlertPublic:
    """Mark an alert as read."""
    with change.begin() as session:
        return listing.mark_read(session, alert_id)


@router.delete("/alerts/{alert_id}/reading")
def unread_alert(change: OfQuestions, alert_id: AlertId) -> AlertPublic:
    """Mark an alert as not read."""
    with change.begin() as session:
        return listing.mark_read(session, alert_id, is_read=False)
