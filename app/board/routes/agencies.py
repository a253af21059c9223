"""The board's members side by side, and each alone."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access import open_to, who_keeps_promises
from app.board import board
from app.board.shown import number
from app.models import utc_now
from app.models.codes import Standard
from app.services import framework, membership, reviewing, self_assessing
from app.services.clocks import london_day


@board.get("/agencies")
@open_to(who_keeps_promises)
def list_agencies() -> ResponseReturnValue:
    now = utc_now()
    found = membership.all_members(now)
    return render_template(
        "board/list_agencies.html",
        members=found.members,
        quarter=found.quarter,
        columns=found.columns,
        version=framework.in_force(london_day(now)),
        year=next(iter(self_assessing.years()), None),
        rags=reviewing.Rag,
        number_of_standards=len(Standard),
        number=number,
        now=now,
    )


@board.get("/agencies/<uuid:agency_id>")
@open_to(who_keeps_promises)
def show_agency(agency_id: UUID) -> ResponseReturnValue:
    agency = membership.get_agency(agency_id)
    columns, over_time = membership.actions_over_time(agency)
    return render_template(
        "board/show_agency.html",
        agency=agency,
        signatures=framework.signatures_of(agency),
        version=framework.in_force(london_day(utc_now())),
        assessments=self_assessing.of_agency_by_year(agency.id),
        recommendations=membership.recommendations_of(agency),
        rag_of=reviewing.rag_of,
        columns=columns,
        over_time=over_time,
        number=number,
        standards=Standard,
        now=utc_now(),
    )
