"""The table of all members: every kind that docs/dictgen.md lists, in its order. The rows are in rows_*.py."""

from .rows_containers import CONTAINER_POINTERS, CONTAINERS, TOGETHER
from .rows_numbers import BASIC, COUNTED, COUNTED_PACKED, COUNTER, PACKED, PACKING, STRINGS
from .rows_objects import LOOPS, NEVER_NULL, PAIRS, POINTERS, TITLE, TRANSIENT, VALUES
from .rows_std import OPTIONAL, STD_CLASSES, WRAPPED

GROUPS = (
    *(
        BASIC,
        PACKED,
        STRINGS,
        VALUES,
        POINTERS,
        COUNTED,
        LOOPS,
        CONTAINERS,
        OPTIONAL,
        STD_CLASSES,
        WRAPPED,
        PAIRS,
        CONTAINER_POINTERS,
    ),
    *(TRANSIENT, NEVER_NULL, COUNTER, PACKING, COUNTED_PACKED, TOGETHER, TITLE),
)
ROWS = tuple(row for group in GROUPS for row in group.rows)
