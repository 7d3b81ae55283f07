"""The evolution matrix: all rows, by kind, in the order of docs/evolution.md."""

import rows_classes
import rows_containers
import rows_numbers
import rows_objects

KINDS = (*rows_classes.KINDS, *rows_numbers.KINDS, *rows_containers.KINDS, *rows_objects.KINDS)
ROWS = tuple(row for kind in KINDS for row in kind.rows)
