"""The evolution matrix: all rows, by kind, in the order of docs/evolution.md."""

import rows_containers
import rows_numbers

KINDS = (*rows_numbers.KINDS, *rows_containers.KINDS)
ROWS = tuple(row for kind in KINDS for row in kind.rows)
