#!/usr/bin/env python3
"""Runs the benchmarks and prints how we compare with peers: `./dev bench`, or by itself

   bench/run.py --programs build/release/bench [--row NAME]... [--rounds N] [--min-time S] [--json FILE] [--results DIR]

Each row (rows.py) is one program, started anew in every round, so that ours and theirs alternate on the same busy
machine. Only times of one round are compared: of their ratios the table shows the median, and between which ratios the
true median lies with 95 % confidence. A goal is met or missed by the median. Times are process times, except where a
name ends in real_time or manual_time. `--from FILE` judges the times of a JSON file again and runs nothing.

Exit status: 0, though goals may be missed; 1 if a program failed, or if what a goal asks for was not measured.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import machine
import plot
from judge import NOT_MEASURED, Name, Runs, comparisons, curves, missing, parse_name, text_of, verdicts
from rows import PLOT, ROWS
from table import row_text

BENCH = Path(__file__).resolve().parent
PATIENCE = 600  # seconds for one round of one row
STARS = "***"  # so begin warnings of Google Benchmark


class Failed(Exception):
    """A program that did not do its work; the message says which, and what it said."""


def command_of(row, programs, min_time):
    if row.script:
        path, *arguments = (word.format(programs=programs) for word in row.script)
        return [sys.executable, str(BENCH / path), *arguments]
    return [str(Path(programs) / f"bench_{row.name}"), "--benchmark_format=json", f"--benchmark_min_time={min_time}"]


def benchmarks_in(text):
    """`benchmarks` in the first JSON object of the text; libraries of peers may write in front of it."""
    start = 0 if text.startswith("{") else text.find("\n{") + 1
    return json.JSONDecoder().raw_decode(text, start)[0]["benchmarks"]


def run_once(command):
    name = Path(next(word for word in command if word != sys.executable)).name
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except OSError as error:
        raise Failed(f"{name}: {error.strerror}") from error
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{name} was not ready after {PATIENCE} s") from error
    said = " | ".join([line for line in done.stderr.splitlines() if line and not line.startswith(STARS)][-2:])[-300:]
    if done.returncode:
        raise Failed(f"{name} ended with status {done.returncode}: {said}")
    try:
        return benchmarks_in(done.stdout)
    except (ValueError, KeyError, TypeError) as error:
        raise Failed(f"{name} printed no JSON of benchmarks: {said}") from error


def run_row(row, options):
    """All rounds of a row, as far as they come: what was measured, errors, and whether the user has had enough."""
    runs, errors = Runs(), []
    command = command_of(row, options.programs, options.min_time)
    rounds = min(options.rounds, row.most_rounds or options.rounds)
    try:
        for number in range(1, rounds + 1):
            progress(f"{row.name}: round {number} of {rounds}")
            runs.add(run_once(command))
    except (Failed, ValueError, KeyError) as error:
        errors.append(str(error))
    except KeyboardInterrupt:
        progress("")
        return runs, [f"stopped after {runs.rounds} of {rounds} rounds"], True
    progress("")
    return runs, [*errors, *(f"{name}: {message}" for name, message in runs.failed.items())], False


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}\r", end="", file=sys.stderr, flush=True)


def head(description, rounds):
    return (
        "# Benchmarks\n\n"
        f"{machine.line(description)}; {rounds} rounds.\n\n"
        "Each figure is a median; ours/theirs is that of the ratios within a round, below 1 if we are faster.\n"
    )


def rounded(value):
    return value if value is None or isinstance(value, int) else float(f"{value:.5g}")


def as_json(description, options, done):
    """Everything kept: every time of every round, one list a benchmark, and what it was taken for."""
    rows = {}
    for row, runs, errors in done:
        found = []
        for c in comparisons(row, runs):
            goal = [c.goal.at_most, c.goal.plus] if c.goal else None
            names = [text_of(Name(c.work, c.ours, c.size)), c.peer]
            found.append(
                [*names, rounded(c.ratio), c.interval and [*map(rounded, c.interval)], goal, rounded(c.excess)]
            )
        counters = {}
        for (name, counter), values in runs.counters.items():
            counters.setdefault(text_of(name), {})[counter] = [rounded(value) for value in values]
        rows[row.name] = {
            "title": row.title,
            "errors": [*errors, *missing(row, runs)],
            "rounds": runs.rounds,
            "seconds": {text_of(name): [rounded(v) for v in values] for name, values in runs.seconds.items()},
            "counters": counters,
            "ours, peer, ratio, interval, goal, part of goal": found,
            "others": [[v.name, rounded(v.value), v.goal.at_most] for v in verdicts(row, runs)],
            "powers": {text_of(Name(c.work, c.who, None)): rounded(c.exponent) for c in curves(runs)},
        }
    return {"machine": description, "rounds": options.rounds, "min_time": options.min_time, "rows": rows}


def dump(value, indent=0):
    """JSON with a line for each list."""
    if isinstance(value, dict) and value:
        blank = " " * (indent + 1)
        lines = [f"{blank}{json.dumps(key)}: {dump(item, indent + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + "\n" + " " * indent + "}"
    return json.dumps(value)


def from_json(kept, row):
    """The runs of a row as such a file has them, and its errors."""
    entry, runs = kept["rows"][row.name], Runs()
    names = {text: parse_name(text)[0] for text in entry["seconds"]}
    runs.rounds = entry["rounds"]
    runs.seconds = {names[text]: values for text, values in entry["seconds"].items()}
    for text, counters in entry["counters"].items():
        runs.counters.update({(names[text], counter): values for counter, values in counters.items()})
    return runs, [error for error in entry["errors"] if not error.startswith(NOT_MEASURED)]


def parse_arguments(arguments, rows):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", default=str(BENCH.parent / "build/release/bench"), help="where bench_<row> are")
    parser.add_argument(
        "--row", action="append", choices=[row.name for row in rows], help="only this one; again for more"
    )
    parser.add_argument("--rounds", type=int, default=15, help="how often each program is started (15)")
    parser.add_argument("--min-time", type=float, default=0.05, help="seconds for one benchmark in one round (0.05)")
    parser.add_argument("--json", metavar="FILE", help="keep all times there")
    parser.add_argument("--results", metavar="DIR", help="write latest.md, latest.json and latest.svg there")
    parser.add_argument("--from", dest="kept", metavar="FILE", help="judge what --json has kept; run nothing")
    parser.add_argument("--check", action="store_true", help="only look whether these options are right")
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("there must be a round at least")
    if options.json and (Path(options.json).is_dir() or not os.access(Path(options.json).absolute().parent, os.W_OK)):
        parser.error(f"--json {options.json}: no file can be written there")
    if options.kept and not Path(options.kept).is_file():
        parser.error(f"--from {options.kept}: there is no such file")
    return options


def write_results(folder, text, kept, bars):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "latest.md").write_text(text)
    (folder / "latest.json").write_text(dump(kept) + "\n")
    (folder / "latest.svg").write_text(bars)


def main(arguments=None, rows=ROWS, bars=PLOT):
    options = parse_arguments(arguments, rows)
    if options.check:
        return 0
    wanted = [row for row in rows if not options.row or row.name in options.row]
    earlier = json.loads(Path(options.kept).read_text()) if options.kept else None
    if earlier:
        options.rounds, options.min_time = earlier["rounds"], earlier["min_time"]
        wanted = [row for row in wanted if row.name in earlier["rows"]]
    description = earlier["machine"] if earlier else machine.describe(options.programs)
    parts, done, stopped = [head(description, options.rounds)], [], False
    print(parts[0], flush=True)
    for row in wanted:
        if earlier:
            runs, errors = from_json(earlier, row)
        else:
            runs, errors, stopped = run_row(row, options)
        done.append((row, runs, errors))
        parts.append(row_text(row, runs, errors))
        print(parts[-1], flush=True)
        if stopped:
            break
    kept = as_json(description, options, done)
    if options.json:
        Path(options.json).write_text(dump(kept) + "\n")
    if stopped:
        return 130
    if options.results:
        picture = plot.svg(bars, {row.name: (row, runs) for row, runs, _ in done}, machine.line(description))
        write_results(Path(options.results), "\n".join(parts), kept, picture)
    return 1 if any(entry["errors"] for entry in kept["rows"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
