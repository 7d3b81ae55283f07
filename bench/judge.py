"""What the times of many rounds say: ratios within a round, their medians and how sure these are, goals, and curves."""

import math
import statistics
from collections import namedtuple
from dataclasses import dataclass

from rows import Flat, Goal, Limit

Name = namedtuple("Name", "work who size")
SUFFIXES = ("real_time", "manual_time", "process_time")  # of benchmarks' names, by Google Benchmark
OPTIONS = ("iterations", "repeats", "min_time", "min_warmup_time", "threads")
SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
NO_COUNTERS = {
    "name",
    "family_index",
    "per_family_instance_index",
    "run_name",
    "run_type",
    "repetitions",
    "repetition_index",
    "threads",
    "iterations",
    "real_time",
    "cpu_time",
    "time_unit",
    "label",
}


NOT_MEASURED = "a goal asks for "  # how lines begin that say so


class BadName(ValueError):
    pass


def parse_name(name):
    """`write/rootlet/600/real_time` -> (Name, whether its time is real time)."""
    parts = name.split("/")
    real = "real_time" in parts or "manual_time" in parts
    parts = [part for part in parts if part not in SUFFIXES and part.partition(":")[0] not in OPTIONS]
    if len(parts) == 2:
        return Name(parts[0], parts[1], None), real
    size = parts[2].rpartition(":")[2] if len(parts) == 3 else ""
    if not size.isdigit():
        raise BadName(f"the benchmark `{name}` is not named <work>/<who> or <work>/<who>/<size>")
    return Name(parts[0], parts[1], int(size)), real


def text_of(name):
    return "/".join(str(part) for part in name if part is not None)


class Runs:
    """All rounds of one row: seconds and counters of each benchmark, one value a round, None where it did not run."""

    def __init__(self):
        self.rounds = 0
        self.seconds = {}
        self.counters = {}  # (Name, counter) -> values
        self.failed = {}  # name -> what it has reported instead of a time

    def add(self, benchmarks):
        """One round: the list `benchmarks` of Google Benchmark's JSON. Raises BadName."""
        for entry in benchmarks:
            if entry.get("run_type", "iteration") != "iteration":
                continue
            if entry.get("error_occurred"):
                self.failed[entry["name"]] = entry.get("error_message", "failed")
                continue
            name, real = parse_name(entry["name"])
            time = entry["real_time" if real else "cpu_time"] * SECONDS[entry.get("time_unit", "ns")]
            self._put(self.seconds, name, time)
            for counter, value in entry.items():
                if counter not in NO_COUNTERS and isinstance(value, (int, float)):
                    self._put(self.counters, (name, counter), value)
        self.rounds += 1

    def _put(self, values, key, value):
        known = values.setdefault(key, [])
        known += [None] * (self.rounds - len(known))
        known.append(value)

    def sizes(self, work, who):
        """Of which there are times; [None] for a benchmark without a size."""
        found = {name.size for name in self.seconds if (name.work, name.who) == (work, who)}
        return sorted(found, key=lambda size: -1 if size is None else size)

    def contestants(self, work):
        return list(dict.fromkeys(name.who for name in self.seconds if name.work == work))

    def works(self):
        return list(dict.fromkeys(name.work for name in self.seconds))

    def median(self, name):
        return statistics.median(time for time in self.seconds[name] if time is not None)

    def pairs(self, first, second):
        """Times of the two in the rounds in which both ran."""
        both = zip(self.seconds[first], self.seconds[second])
        return [(a, b) for a, b in both if a is not None and b is not None]


def median_interval(values, confidence=0.95):
    """Where the median lies with at least that confidence, whatever the distribution; None if there are too few values.

    Of n values the number below the true median is binomial (n, 1/2): between the k-th smallest and the k-th largest it
    lies unless fewer than k are below, or fewer than k above.
    """
    n, k, outside = len(values), 0, 0.0
    while k < n / 2:
        outside += 2 * math.comb(n, k) / 2**n
        if outside > 1 - confidence:
            break
        k += 1
    if k == 0:
        return None
    ordered = sorted(values)
    return ordered[k - 1], ordered[n - k]


@dataclass
class Comparison:
    """Ours beside one peer, at one size. `excess`: ours as a multiple of what the goal allows; None without goal."""

    work: str
    size: int
    ours: str
    peer: str
    our_seconds: float
    peer_seconds: float
    ratio: float
    interval: tuple
    goal: Goal = None
    excess: float = None


@dataclass
class Verdict:
    """Another goal, which is no comparison: what it is of, what was found, what it may be."""

    goal: object
    name: str
    value: float
    excess: float


@dataclass
class Curve:
    """How time grows: as this power of the size, over the upper half of the sizes."""

    work: str
    who: str
    times: dict  # size -> median
    exponent: float

    @property
    def kind(self):
        if self.exponent < 0.1:
            return "flat"
        if self.exponent < 0.9:
            return "below linear"
        return "linear" if self.exponent <= 1.1 else "above linear"


def compare(runs, ours, peer, goal=None):
    pairs = [(a, b) for a, b in runs.pairs(ours, peer) if b > 0]
    if not pairs:
        return None
    ratios = [a / b for a, b in pairs]
    excess = statistics.median(a / (goal.at_most * b + goal.plus) for a, b in pairs) if goal else None
    return Comparison(
        ours.work,
        ours.size,
        ours.who,
        peer.who,
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(ratios),
        median_interval(ratios),
        goal,
        excess,
    )


def find_goal(row, ours, peer):
    for goal in row.goals:
        if isinstance(goal, Goal) and (goal.work, goal.ours or row.ours[0], goal.peer) == (ours.work, ours.who, peer):
            if goal.sizes is None or ours.size in goal.sizes:
                return goal
    return None


def comparisons(row, runs):
    """Each of ours with each peer of the same work and size, those that have goals and the others."""
    found = []
    for work in runs.works():
        everybody = runs.contestants(work)
        for who in (who for who in row.ours if who in everybody):
            for size in runs.sizes(work, who):
                ours = Name(work, who, size)
                peers = [Name(work, peer, size) for peer in everybody if peer not in row.ours]
                done = [
                    compare(runs, ours, peer, find_goal(row, ours, peer.who)) for peer in peers if peer in runs.seconds
                ]
                found += [comparison for comparison in done if comparison]
    return found


def limit_verdicts(runs, goal):
    sizes = goal.sizes or runs.sizes(goal.work, goal.who)
    for size in sizes:
        name = Name(goal.work, goal.who, size)
        if goal.counter == "time":
            value = runs.median(name) if name in runs.seconds else None
        else:
            value = max((v for v in runs.counters.get((name, goal.counter), []) if v is not None), default=None)
        if value is not None:
            excess = value / goal.at_most if goal.at_most else (math.inf if value > 0 else 0.0)
            yield Verdict(goal, f"{text_of(name)}: {goal.counter}", value, excess)


def flat_verdicts(runs, goal):
    sizes = [size for size in runs.sizes(goal.work, goal.who) if goal.sizes is None or size in goal.sizes]
    if len(sizes) < 2:
        return
    smallest = Name(goal.work, goal.who, sizes[0])
    done = [compare(runs, Name(goal.work, goal.who, size), smallest) for size in sizes[1:]]
    worst = max(
        (comparison for comparison in done if comparison), key=lambda comparison: comparison.ratio, default=None
    )
    if worst:
        text = f"{goal.work}/{goal.who}: time at {worst.size} / at {sizes[0]}"
        yield Verdict(goal, text, worst.ratio, worst.ratio / goal.at_most)


def verdicts(row, runs):
    found = []
    for goal in row.goals:
        if isinstance(goal, Limit):
            found += limit_verdicts(runs, goal)
        elif isinstance(goal, Flat):
            found += flat_verdicts(runs, goal)
    return found


def curves(runs):
    """Of all contestants that were measured at three sizes or more."""
    found = []
    for work in runs.works():
        for who in runs.contestants(work):
            sizes = [size for size in runs.sizes(work, who) if size]
            if len(sizes) < 3:
                continue
            times = {size: runs.median(Name(work, who, size)) for size in sizes}
            upper = sizes[-max(2, len(sizes) // 2) :]
            slope = statistics.linear_regression(
                [math.log(s) for s in upper], [math.log(times[s]) for s in upper]
            ).slope
            found.append(Curve(work, who, times, slope))
    return found


def missing(row, runs):
    """A line for each goal of which nothing was measured."""
    lines = []
    for goal in row.goals:
        if isinstance(goal, Goal):
            who = goal.ours or row.ours[0]
            sizes = goal.sizes or [None]
            for size in sizes:
                common = set(runs.sizes(goal.work, who)) & set(runs.sizes(goal.work, goal.peer))
                if (size not in common) if goal.sizes else not common:
                    lines.append(
                        f"{NOT_MEASURED}{text_of((goal.work, who, size))} and {goal.peer}, which were not measured"
                    )
        else:
            found = limit_verdicts(runs, goal) if isinstance(goal, Limit) else flat_verdicts(runs, goal)
            if not list(found):
                what = f" ({goal.counter})" if isinstance(goal, Limit) else " at several sizes"
                lines.append(f"{NOT_MEASURED}{goal.work}/{goal.who}{what}, which was not measured")
    return lines
