"""The picture of chosen comparisons (PLOT in rows.py): how many times as fast as each peer we are, on a log scale.

An SVG by hand: its text takes the colours of a light or a dark page, and the same times give the same bytes.
"""

import itertools
import math
import textwrap
from xml.sax.saxutils import escape

from judge import Name, compare, find_goal
from table import size_text

WIDTH, LABELS, RIGHT, LINE, HEADING = 860, 280, 90, 20, 30
TOP, BOTTOM = 64, 80

STYLE = """
   text { font: 13px system-ui, sans-serif; fill: #24292f }
   .title { font-size: 17px; font-weight: 600 }
   .row { font-weight: 600 }
   .small { font-size: 11px; fill: #57606a }
   .grid { stroke: #d0d7de; stroke-width: 1 }
   .one { stroke: #57606a; stroke-width: 1.5 }
   .faster { fill: #1a7f6b }
   .slower { fill: #bc4c00 }
   .sure { stroke: #24292f; stroke-width: 1.2 }
   .goal { stroke: #8250df; stroke-width: 2.5 }
   @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .small { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .one { stroke: #9198a1 }
      .faster { fill: #3fb99f }
      .slower { fill: #f0883e }
      .sure { stroke: #e6edf3 }
      .goal { stroke: #bc8cff }
   }
"""


def compared(bars, done):
    """The bars of which both sides were measured, each with its comparison: row after row."""
    found = []
    for bar in bars:
        row, runs = done.get(bar.row, (None, None))
        ours, peer = Name(bar.work, bar.ours, bar.size), Name(bar.work, bar.peer, bar.size)
        if runs and ours in runs.seconds and peer in runs.seconds:
            comparison = compare(runs, ours, peer, find_goal(row, ours, bar.peer))
            if comparison:
                found.append((row, bar, comparison))
    return found


def times_text(times):
    return f"{times:.0f}" if times >= 10 else f"{times:.1f}" if times >= 1 else f"{times:.2f}"


class Scale:
    """Times as fast -> where that is, in whole powers of ten around all that is drawn."""

    def __init__(self, values):
        self.low = min(-1, *(math.floor(math.log10(value)) for value in values))
        self.high = max(1, *(math.ceil(math.log10(value)) for value in values))

    def __call__(self, times):
        part = (math.log10(times) - self.low) / (self.high - self.low)
        return LABELS + min(1, max(0, part)) * (WIDTH - LABELS - RIGHT)

    def marks(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def text(x, y, content, kind="", anchor="start"):
    css = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{css} text-anchor="{anchor}">{escape(content)}</text>'


def line(x1, y1, x2, y2, kind):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def bar_of(bar, comparison, scale, y):
    """One bar, what it says, how sure it is, and the goal."""
    times = 1 / comparison.ratio
    start, end = sorted((scale(1), scale(times)))
    middle = y + LINE / 2
    kind = "faster" if times >= 1 else "slower"
    label = f"{bar.label or bar.work} {size_text(bar.size)}".strip() + f" vs {bar.peer}"
    parts = [
        text(LABELS - 10, middle + 4, label, anchor="end"),
        f'<rect x="{start:.1f}" y="{y + 3:.1f}" width="{max(1, end - start):.1f}" height="{LINE - 6}" class="{kind}"/>',
    ]
    if comparison.interval:
        low, high = (scale(1 / ratio) for ratio in reversed(comparison.interval))
        parts.append(line(low, middle, high, middle, "sure"))
        end = max(end, high)
    if comparison.goal and not comparison.goal.plus:
        goal = scale(1 / comparison.goal.at_most)
        parts.append(line(goal, y + 1, goal, y + LINE - 1, "goal"))
        end = max(end, goal)
    parts.append(text(end + 6, middle + 4, f"{times_text(times)}\u00d7"))
    return parts


def grid(scale, top, bottom):
    return [line(scale(m), top, scale(m), bottom, "one" if m == 1 else "grid") for m in scale.marks()]


def svg(bars, done, caption):
    """The picture; `done`: of each row by name, its Row and its Runs."""
    found = compared(bars, done)
    scale = Scale([1 / comparison.ratio for _, _, comparison in found] or [1])
    parts, y = [], TOP
    for row, group in itertools.groupby(found, key=lambda one: one[0]):
        parts.append(text(8, y + HEADING - 9, f"{row.name}: {row.title}", "row"))
        y += HEADING
        rest = list(group)
        parts += grid(scale, y - 2, y + LINE * len(rest) + 2)
        for _, bar, comparison in rest:
            parts += bar_of(bar, comparison, scale, y)
            y += LINE
    height = y + BOTTOM
    parts += [text(scale(mark), y + 20, f"{mark:g}\u00d7", "small", "middle") for mark in scale.marks()]
    words = "Right of 1\u00d7 Rootlet is faster. Thin line: 95 % interval of the median. Thick mark: the goal."
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>How many times as fast as its peers Rootlet is</title><style>{STYLE}</style>",
            text(8, 26, "How many times as fast as its peers Rootlet is", "title"),
            text(8, 46, words, "small"),
            *parts,
            *(text(8, height - 30 + 16 * i, part, "small") for i, part in enumerate(textwrap.wrap(caption, 130))),
            "</svg>\n",
        ]
    )
