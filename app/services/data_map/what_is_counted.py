"""What was counted, hidden numbers among it. It is named here, apart, and read by nothing of the data map."""

from typing import Final

from app.models import CountedPeriod
from app.services.data_map.answers import AS_RECORD, MACHINE, Basis, Held, held

WHAT_IS_COUNTED: Final[tuple[Held, ...]] = (
    held(
        CountedPeriod,
        "so that what is published can be made again and checked",
        Basis.CHILDREN,
        AS_RECORD,
        (MACHINE,),
        first_day="the period's first day",
        last_day="its last day",
        revision="which revision",
        reason="why it was revised; never about a child",
        threshold="up to which number counts were hidden",
        smallest_base="on how few no share was given",
        counted="what was counted, small numbers among it",
    ),
)
