"""What is measured, beside whom, and what is promised: the rows of the table that run.py prints.

A row is one program, bench_<name>, or a Python script that prints JSON of the same form. Its benchmarks have names
<work>/<who>/<size>. Ratios are ours / theirs: a goal of 1/3 means three times as fast.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Ours takes at most `at_most` times what `peer` takes, and `plus` seconds."""

    work: str
    peer: str
    at_most: float
    sizes: tuple = None  # None: all that are measured
    plus: float = 0.0
    ours: str = None  # None: the first of the row's


@dataclass(frozen=True)
class Limit:
    """The counter of a benchmark is at most this in every round; the counter `time`, in seconds, in the median."""

    work: str
    who: str
    counter: str
    at_most: float
    sizes: tuple = None


@dataclass(frozen=True)
class Flat:
    """At no size does it take more than `at_most` times what it takes at the smallest."""

    work: str
    who: str
    at_most: float
    sizes: tuple = None


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    goals: tuple = ()  # of all three kinds
    ours: tuple = ("rootlet",)
    script: tuple = ()  # instead of a program: its path in bench/, and arguments; {programs}: the directory of these
    most_rounds: int = None  # where one takes long
    unit: str = None  # what sizes are of, where time by one is of interest


@dataclass(frozen=True)
class Bar:
    """One comparison that is drawn (plot.py)."""

    row: str
    work: str
    size: int
    peer: str
    label: str = None  # instead of the work's name
    ours: str = "rootlet"


KEEPERS = ("cereal", "boost", "protobuf")  # of types and versions
OTHERS = ("flatbuffers", "capnp", "msgpack")


def event_goals():
    for work in ("write", "read"):
        yield Goal(work, "hand", 1.3, (600,))
        yield Goal(work, "cereal", 1 / 3, (600,))
        yield Goal(work, "boost", 1 / 3, (600,))
        yield Goal(work, "protobuf", 1 / 5, (600,))


def ahead_of_keepers(*sizes):
    return tuple(Goal(work, peer, 1.0, sizes) for work in ("write", "read") for peer in KEEPERS)


IN_CACHE = (1 << 10, 1 << 12, 1 << 16)  # bytes: with what is written, in L1 and L2
BEYOND = (1 << 24, 1 << 26, 1 << 28)


def array_goals():
    for work in ("write", "read"):
        for number in ("double", "float", "int", "short"):
            yield Goal(f"{work} {number}", "memcpy", 1 / 0.5, IN_CACHE)
            yield Goal(f"{work} {number}", "memcpy", 1 / 0.8, BEYOND)


def map_goals():
    for work in ("update", "get", "update and get"):
        for peer in ("boost", "iceoryx"):
            yield Goal(f"{work} TH1F", peer, 1.0)
    yield Limit("steady state", "rootlet", "syscalls", 1)
    yield Limit("steady state", "rootlet", "allocations", 0)


LARGE = (1 << 16, 1 << 20, 1 << 26)  # bytes: below, what is counted is the system call of a publication


def way_goals():
    for way in ("rootlet shared", "rootlet direct"):
        for work in ("publish numbers", "read numbers"):
            yield Goal(work, "memcpy + seal", 1.2, LARGE, ours=way)
    yield Flat("look at numbers", "rootlet", 1.5)


ROWS = (
    Row("event", "an event of tracks, out of memory and into it", tuple(event_goals()), unit="track"),
    Row("tracks", "a vector of small objects", ahead_of_keepers(10_000), unit="track"),
    Row("graph", "a graph of objects with pointers", ahead_of_keepers(10, 1000, 100_000), unit="node"),
    Row("arrays", "arrays of numbers (sizes in bytes)", tuple(array_goals()), unit="byte"),
    Row("map", "an object goes to another process through a map file", tuple(map_goals())),
    Row(
        "latency",
        "from Update until WaitForUpdate returns elsewhere",
        (Goal("two cores", "futex", 1.5), Goal("one core", "futex", 1.5)),
    ),
    Row(
        "ways",
        "the ways of sharing, beside plain copies (sizes in bytes)",
        tuple(way_goals()),
        ours=("rootlet shared", "rootlet direct", "rootlet streamed", "rootlet"),
    ),
    Row(
        "find",
        "one of many records by its name",
        (
            Goal("find", "unordered_map", 2.0, (100_000,)),
            Goal("find own", "unordered_map", 2.0, (100_000,)),
            Goal("find nothing", "unordered_map", 2.0, (100_000,)),
        ),
    ),
    Row(
        "heap",
        "blocks given and taken back (sizes in living blocks)",
        tuple(
            Goal(work, peer, times)
            for work in ("allocate and free", "allocate and free MiB")
            for peer, times in (("boost", 1.0), ("glibc", 2.0))
        ),
    ),
    Row(
        "consumers",
        "what an Update costs its producer, beside consumers",
        tuple(Goal("update", "none", 1.05, ours=who) for who in ("one attached", "eight attached")),
        ours=("one attached", "eight attached", "eight reading", "one waiting", "eight waiting"),
    ),
    Row(
        "dictgen",
        "a dictionary, beside clang -fsyntax-only (sizes in headers)",
        (Goal("generate", "clang", 1.5, plus=0.2),),
        script=("dictgen/parse.py",),
        most_rounds=7,
        unit="header",
    ),
    Row("emitted", "compiling what dictgen emits", script=("dictgen/emitted.py", "--json"), most_rounds=5),
    Row(
        "footprint",
        "size and start-up of a program, beside an empty one",
        (Limit("size", "rootlet", "bytes", 2e6), Limit("start", "rootlet", "time", 5e-3)),
        ours=("rootlet", "rootlet core", "rootlet with 500 classes"),
        script=("footprint.py", "--build", "{programs}/.."),
        most_rounds=7,
    ),
)

PLOT = (
    *(Bar("event", work, 600, peer) for work in ("write", "read") for peer in ("hand", *KEEPERS, *OTHERS)),
    *(Bar("tracks", work, 10_000, peer) for work in ("write", "read") for peer in KEEPERS),
    *(Bar("graph", work, 1000, peer) for work in ("write", "read") for peer in KEEPERS),
    *(
        Bar("map", f"{work} TH1F", None, peer)
        for work in ("update", "get", "update and get")
        for peer in ("boost", "iceoryx")
    ),
    Bar("find", "find", 100_000, "unordered_map"),
    Bar("heap", "allocate and free", 10_000, "boost"),
    Bar("heap", "allocate and free", 10_000, "glibc"),
    Bar("dictgen", "generate", 100, "clang"),
)
