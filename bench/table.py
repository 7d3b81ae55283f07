"""The results as Markdown whose columns are aligned, so that it reads well in a terminal too."""

import math

from judge import Name, comparisons, curves, missing, text_of, verdicts
from rows import Limit

SLACK = 1 + 1e-9  # for sums of floating-point numbers


def seconds_text(seconds):
    """Three digits and a unit."""
    for unit, scale in (("ps", 1e-12), ("ns", 1e-9), ("us", 1e-6), ("ms", 1e-3)):
        if abs(seconds) < 999.5 * scale:
            return f"{digits(seconds / scale)} {unit}"
    return f"{digits(seconds)} s"


def digits(value):
    """A number in three digits, more only before the point."""
    if value == 0 or not math.isfinite(value):
        return f"{value:.0f}"
    places = max(0, 2 - math.floor(math.log10(abs(float(f"{value:.3g}")))))
    return f"{value:.{min(places, 4)}f}"


def size_text(size):
    """With the binary prefix, where it is a whole number of them."""
    if size is None:
        return ""
    for prefix, scale in (("Mi", 1 << 20), ("Ki", 1 << 10)):
        if size >= scale and size % scale == 0:
            return f"{size // scale} {prefix}"
    return str(size)


def ratio_text(value):
    return f"{value:.2f}" if value >= 0.1 else digits(value)


def goal_text(goal):
    return f"<= {ratio_text(goal.at_most)}" + (f" + {seconds_text(goal.plus)}" if goal.plus else "")


def result_text(excess):
    if excess is None:
        return ""
    if excess <= SLACK:
        return "met"
    return "missed" if math.isinf(excess) else f"missed by {digits(100 * (excess - 1))} %"


def interval_text(interval):
    return f"{ratio_text(interval[0])} - {ratio_text(interval[1])}" if interval else "-"


def markdown(head, rows, left=1):
    """A table; the first `left` columns and those whose head is empty or ends in a blank are aligned to the left."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(3, *(len(row[i]) for row in [head, *cells])) for i in range(len(head))]
    to_the_left = [i < left or title.endswith(" ") for i, title in enumerate(head)]

    def line(row):
        padded = [cell.ljust(w) if lies else cell.rjust(w) for cell, w, lies in zip(row, widths, to_the_left)]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * w if lies else "-" * (w - 1) + ":" for w, lies in zip(widths, to_the_left)]
    return [line(head), line(rule), *map(line, cells)]


def is_shown(comparison, row):
    """Peers stand beside ours at the sizes of the goals, if the work's goals name any. The curves show all sizes."""
    sizes = [goal.sizes for goal in row.goals if not isinstance(goal, Limit) and goal.work == comparison.work]
    named = {size for some in sizes if some for size in some}
    return not named or None in sizes or comparison.size in named


def comparison_table(found, several):
    head = ["work ", "size", "who ", "ours", "peer ", "theirs", "ours/theirs", "95 % of median", "goal", "result "]
    lines = [
        [
            c.work,
            size_text(c.size),
            c.ours,
            seconds_text(c.our_seconds),
            c.peer,
            seconds_text(c.peer_seconds),
            ratio_text(c.ratio),
            interval_text(c.interval),
            goal_text(c.goal) if c.goal else "",
            result_text(c.excess),
        ]
        for c in found
    ]
    if not several:
        head, *lines = [line[:2] + line[3:] for line in [head, *lines]]  # it is always the same one
    return markdown(head, lines)


def verdict_table(found):
    lines = []
    for verdict in found:
        in_seconds = isinstance(verdict.goal, Limit) and verdict.goal.counter == "time"
        text = seconds_text if in_seconds else digits
        lines.append(
            [verdict.name, text(verdict.value), f"<= {text(verdict.goal.at_most)}", result_text(verdict.excess)]
        )
    return markdown(["what ", "value", "goal", "result "], lines)


def curve_table(found, unit):
    """With the time by one `unit`, if one is given."""
    sizes = sorted({size for curve in found for size in curve.times})
    head = ["work ", "who ", *(f"at {size_text(size)}" for size in sizes), "power", "time is "]
    lines = []
    for curve in found:
        times = {size: time / size if unit else time for size, time in curve.times.items()}
        texts = [seconds_text(times[size]) if size in times else "" for size in sizes]
        lines.append([curve.work, curve.who, *texts, f"{curve.exponent:.2f}", curve.kind])
    what = f"Time by one {unit}" if unit else "Time"
    return [
        f"{what}, at each size; it grows as this power of the size, over the upper half:",
        "",
        *markdown(head, lines),
    ]


def counters_of(runs, name):
    """The largest that each counter was in any round."""
    mine = {counter: values for (of, counter), values in runs.counters.items() if of == name}
    return {counter: max(value for value in values if value is not None) for counter, values in mine.items()}


def counter_lines(runs, places):
    """What all contestants counted at each of these works and sizes."""
    lines = []
    for work, size in places:
        by_counter = {}
        for who in runs.contestants(work):
            for counter, value in counters_of(runs, Name(work, who, size)).items():
                by_counter.setdefault(counter, []).append(f"{who} {digits(value)}")
        what = " ".join(filter(None, (work, size_text(size))))
        lines += [f"- {counter} of {what}: {', '.join(texts)}" for counter, texts in by_counter.items()]
    return lines


def alone_lines(runs, compared):
    """Benchmarks beside which there is nothing, and the counters of these: floors, and what is only counted."""
    lines = []
    for name in runs.seconds:
        if (name.work, name.size) not in compared:
            time = [seconds_text(runs.median(name))] if runs.median(name) else []
            counted = [f"{counter} {digits(value)}" for counter, value in counters_of(runs, name).items()]
            lines.append(f"- {text_of(name)}: {', '.join(time + counted)}")
    return lines


def row_text(row, runs, errors):
    """Everything about one row."""
    parts = [[f"## {row.name}: {row.title}"]]
    found = comparisons(row, runs)
    shown = [comparison for comparison in found if is_shown(comparison, row)]
    if shown:
        parts.append(comparison_table(shown, len(row.ours) > 1))
    judged = verdicts(row, runs)
    if judged:
        parts.append(verdict_table(judged))
    grown = curves(runs)
    if grown:
        parts.append(curve_table(grown, row.unit))
    in_curves = {(curve.work, size) for curve in grown for size in curve.times}
    notes = counter_lines(runs, dict.fromkeys((c.work, c.size) for c in shown))
    notes += alone_lines(runs, {(c.work, c.size) for c in found} | in_curves)
    if notes:
        parts.append(notes)
    wrong = [*errors, *(missing(row, runs) if runs.rounds else [])]
    if wrong:
        parts.append([f"- ERROR: {line}" for line in wrong])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"
