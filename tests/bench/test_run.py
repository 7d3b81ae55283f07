"""bench/run.py: what it makes of the times of many rounds, told by programs that print times that were made up."""

import itertools
import json
import math
import os
import statistics
import sys
import xml.etree.ElementTree
from pathlib import Path

import pytest

SOURCE = Path(os.environ["ROOTLET_SOURCE_DIR"])
sys.path.insert(0, str(SOURCE / "bench"))

import judge  # noqa: E402
import plot  # noqa: E402
import rows  # noqa: E402
import run  # noqa: E402
import table  # noqa: E402
from judge import Name, Runs  # noqa: E402
from rows import Bar, Flat, Goal, Limit, Row  # noqa: E402


def entry(name, time, unit="ns", **more):
    """A benchmark in Google Benchmark's JSON; its real time is no use."""
    times = {"cpu_time": time, "real_time": -1.0, "time_unit": unit}
    return {"name": name, "run_type": "iteration", "iterations": 7, "threads": 1, **times, **more}


def made_up(**times):
    """Runs with these times, in ns, one a round; None: it did not run. A double underscore stands for the slash."""
    runs = Runs()
    for values in zip(*times.values()):
        names = (name.replace("__", "/") for name in times)
        runs.add([entry(name, value) for name, value in zip(names, values) if value is not None])
    return runs


PROGRAM = """#!{python}
import json, pathlib, sys
count = pathlib.Path(__file__ + ".rounds")
n = int(count.read_text()) + 1 if count.exists() else 0
count.write_text(str(n))
assert sys.argv[1] == "--benchmark_format=json" and sys.argv[2].startswith("--benchmark_min_time=")
{body}
"""


@pytest.fixture
def add_program(tmp_path):
    """Makes tmp_path/bench_<name>, whose Python code knows the number `n` of its round."""

    def add(name, body):
        path = tmp_path / f"bench_{name}"
        path.write_text(PROGRAM.format(python=sys.executable, body=body))
        path.chmod(0o755)

    return add


@pytest.fixture
def add_times(add_program):
    """The same for a program that prints these benchmarks: name -> a time for each round."""

    def add(name, times):
        body = f"times = {times!r}\n"
        body += "print('a library says hello')\n"
        body += "print(json.dumps({'context': {}, 'benchmarks': ["
        body += "{'name': k, 'run_type': 'iteration', 'cpu_time': v[n], 'real_time': v[n] * 2, 'time_unit': 'us'}"
        body += " for k, v in times.items()]}, indent=1))"
        add_program(name, body)

    return add


# --- names and times -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, expected, real",
    [
        ("write/rootlet", Name("write", "rootlet", None), False),
        ("write/rootlet/600", Name("write", "rootlet", 600), False),
        ("get TH1F/boost/real_time", Name("get TH1F", "boost", None), True),
        ("get/boost/4096/manual_time", Name("get", "boost", 4096), True),
        ("write/hand/1000000/iterations:3/repeats:1", Name("write", "hand", 1000000), False),
        ("write/hand/tracks:600/process_time", Name("write", "hand", 600), False),
    ],
)
def test_names_of_google_benchmark_are_understood(name, expected, real):
    assert judge.parse_name(name) == (expected, real)


@pytest.mark.parametrize("name", ["write", "write/rootlet/small", "write/rootlet/1/2", ""])
def test_other_names_are_refused(name):
    with pytest.raises(judge.BadName, match="named <work>/<who>"):
        judge.parse_name(name)


def test_time_is_process_time_unless_the_name_says_real_time():
    runs = Runs()
    runs.add(
        [
            entry("a/rootlet", 2.0, "us", real_time=9.0),
            entry("b/rootlet/manual_time", 2.0, "ms", real_time=9.0),
            entry("a/rootlet", 5.0, run_type="aggregate"),
        ]
    )
    assert runs.median(Name("a", "rootlet", None)) == pytest.approx(2e-6)
    assert runs.median(Name("b", "rootlet", None)) == pytest.approx(9e-3)


def test_a_benchmark_that_reports_an_error_has_no_time_and_the_others_have():
    runs = Runs()
    runs.add([entry("w/boost", 1.0, error_occurred=True, error_message="no room"), entry("w/rootlet", 2.0)])
    assert runs.failed == {"w/boost": "no room"}
    assert list(runs.seconds) == [Name("w", "rootlet", None)]


# --- medians ---------------------------------------------------------------------------------------------------------


def test_times_are_compared_within_their_round_only():
    # The machine is ten times slower in some rounds, and the peer missed one: all that must not matter.
    runs = made_up(w__rootlet=[10, 100, 12, 50, 11], w__peer=[20, 200, 24, None, 22])
    (comparison,) = judge.comparisons(Row("r", "", ()), runs)
    assert comparison.ratio == pytest.approx(0.5)
    assert comparison.our_seconds == pytest.approx(statistics.median([10, 100, 12, 11]) * 1e-9)


def test_a_round_in_which_a_benchmark_first_appears_leaves_gaps_before_it():
    runs = Runs()
    runs.add([entry("w/rootlet", 1.0)])
    runs.add([entry("w/rootlet", 3.0), entry("w/peer", 6.0)])
    (pair,) = runs.pairs(Name("w", "rootlet", None), Name("w", "peer", None))
    assert pair == pytest.approx((3e-9, 6e-9))


@pytest.mark.parametrize("n", range(1, 15))
def test_the_interval_is_the_narrowest_that_covers_the_median_often_enough(n):
    """Against all ways in which n values can fall below and above the true median."""

    def covered(k):  # how often the median lies between the k-th smallest and the k-th largest
        below = [sum(signs) for signs in itertools.product((0, 1), repeat=n)]
        return sum(k <= b <= n - k for b in below) / len(below)

    values = [float(i) for i in range(1, n + 1)]
    good = [k for k in range(1, n // 2 + 1) if covered(k) >= 0.95]
    expected = (float(max(good)), float(n + 1 - max(good))) if good else None
    assert judge.median_interval(values[::-1]) == expected


def test_the_interval_of_fifteen_rounds():
    assert judge.median_interval(list(range(15))) == (3, 11)  # the 4th and the 12th, as tables of the sign test have it


# --- goals -----------------------------------------------------------------------------------------------------------


def judged(goal, runs, **more):
    return judge.comparisons(Row("r", "", (goal,), **more), runs)[0]


def test_goals_are_met_and_missed_by_the_median():
    runs = made_up(w__rootlet=[13, 12, 14], w__hand=[10, 10, 10])
    assert table.result_text(judged(Goal("w", "hand", 1.3), runs).excess) == "met"
    missed = judged(Goal("w", "hand", 1.0), runs)
    assert missed.ratio == pytest.approx(1.3)
    assert table.result_text(missed.excess) == "missed by 30.0 %"


def test_a_goal_holds_for_its_peer_its_sizes_and_its_contestant():
    runs = made_up(w__rootlet__1=[9], w__rootlet__600=[9], w__direct__600=[9], w__hand__1=[3], w__hand__600=[3])
    row = Row("r", "", (Goal("w", "hand", 2.0, (600,), ours="direct"),), ours=("rootlet", "direct"))
    found = {(c.ours, c.size): c.excess for c in judge.comparisons(row, runs)}
    assert found == {("rootlet", 1): None, ("rootlet", 600): None, ("direct", 600): pytest.approx(1.5)}


def test_seconds_on_top_of_a_goal():
    runs = made_up(g__rootlet=[1.4e9], g__clang=[0.8e9])
    assert judged(Goal("g", "clang", 1.5, plus=0.2), runs).excess == pytest.approx(1.0)
    assert judged(Goal("g", "clang", 1.5), runs).excess > 1.1


def test_a_counter_is_limited_in_every_round():
    runs = Runs()
    for calls in (1, 1, 2):
        runs.add([entry("steady/rootlet", 1e6, syscalls=calls, allocations=0)])
    goals = (Limit("steady", "rootlet", "syscalls", 1), Limit("steady", "rootlet", "allocations", 0))
    calls, allocations = judge.verdicts(Row("r", "", goals), runs)
    assert (calls.value, table.result_text(calls.excess)) == (2, "missed by 100 %")
    assert (allocations.value, table.result_text(allocations.excess)) == (0, "met")


def test_no_allocation_allowed_and_one_made_is_missed():
    runs = Runs()
    runs.add([entry("steady/rootlet", 1.0, allocations=1)])
    (verdict,) = judge.verdicts(Row("r", "", (Limit("steady", "rootlet", "allocations", 0),)), runs)
    assert table.result_text(verdict.excess) == "missed"


def test_a_time_is_limited_by_its_median():
    runs = made_up(start__rootlet=[4e6, 4.5e6, 90e6])
    (verdict,) = judge.verdicts(Row("r", "", (Limit("start", "rootlet", "time", 5e-3),)), runs)
    assert verdict.value == pytest.approx(4.5e-3)
    assert table.result_text(verdict.excess) == "met"


def test_flat_means_at_the_worst_size():
    runs = made_up(p__rootlet__1=[10, 10, 10], p__rootlet__10=[11, 11, 11], p__rootlet__100=[16, 16, 16])
    (verdict,) = judge.verdicts(Row("r", "", (Flat("p", "rootlet", 1.5),)), runs)
    assert (verdict.value, verdict.excess) == (pytest.approx(1.6), pytest.approx(1.6 / 1.5))
    assert "100" in verdict.name


def test_what_a_goal_asks_for_and_was_not_measured_is_told():
    runs = made_up(w__rootlet__600=[1], w__hand__600=[1])
    goals = (
        Goal("w", "hand", 1.0),
        Goal("w", "hand", 1.0, (600, 10)),
        Goal("w", "boost", 1.0),
        Limit("w", "rootlet", "syscalls", 1),
        Flat("w", "rootlet", 1.5),
    )
    assert judge.missing(Row("r", "", goals), runs) == [
        "a goal asks for w/rootlet/10 and hand, which were not measured",
        "a goal asks for w/rootlet and boost, which were not measured",
        "a goal asks for w/rootlet (syscalls), which was not measured",
        "a goal asks for w/rootlet at several sizes, which was not measured",
    ]


# --- curves ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "power, kind", [(0.0, "flat"), (0.5, "below linear"), (1.0, "linear"), (1.07, "linear"), (2.0, "above linear")]
)
@pytest.mark.parametrize("sizes", [(1, 10, 100), (1, 10, 100, 1000), (1, 3, 10, 100, 1000)])
def test_the_power_by_which_time_grows(power, kind, sizes):
    runs = made_up(**{f"w__rootlet__{size}": [5 * size**power] for size in sizes})
    (curve,) = judge.curves(runs)
    assert curve.exponent == pytest.approx(power)
    assert curve.kind == kind
    assert curve.times[100] == pytest.approx(5e-9 * 100**power)


def test_the_power_is_that_of_the_upper_half():
    runs = made_up(**{f"w__rootlet__{size}": [max(1000.0, 10 * size)] for size in (1, 10, 100, 1000, 10_000)})
    assert judge.curves(runs)[0].exponent == pytest.approx(1.0)


def test_the_time_at_each_size_is_that_of_one_unit_if_the_row_has_one():
    runs = made_up(**{f"w__rootlet__{size}": [float(size)] for size in (1, 10, 100)})
    assert table.row_text(Row("r", "", unit="thing"), runs, []).count("1.00 ns") == 3
    assert "100 ns" in table.row_text(Row("r", ""), runs, [])


def test_counters_stand_below_the_table():
    runs = Runs()
    runs.add(
        [entry("w/rootlet/8", 1.0, bytes=66115), entry("w/hand/8", 1.0, bytes=56485), entry("size/rootlet", 0.0, n=3)]
    )
    lines = table.row_text(Row("r", ""), runs, []).splitlines()
    assert "- bytes of w 8: rootlet 66115, hand 56485" in lines
    assert "- size/rootlet: n 3.00" in lines


def test_two_sizes_are_no_curve():
    assert judge.curves(made_up(w__rootlet__1=[1], w__rootlet__10=[2])) == []


# --- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "seconds, expected",
    [
        (1.234e-9, "1.23 ns"),
        (9.996e-7, "1.00 us"),
        (12.34e-6, "12.3 us"),
        (0.4567, "457 ms"),
        (12.0, "12.0 s"),
        (6e-14, "0.0600 ps"),
        (0.0, "0 ps"),
    ],
)
def test_times_have_three_digits_and_a_unit(seconds, expected):
    assert table.seconds_text(seconds) == expected


def test_columns_are_aligned():
    lines = table.markdown(["work ", "ratio"], [["write", "1.30"], ["update and get", "12.34"]])
    assert len({len(line) for line in lines}) == 1
    assert lines[1].count("|") == 3 and lines[1].endswith("-: |")
    assert lines[2].startswith("| write ")


def test_peers_stand_beside_ours_at_the_sizes_of_the_goals_and_curves_show_all():
    sizes = (1, 10, 100, 600)
    runs = made_up(**{f"w__{who}__{size}": [size] for who in ("rootlet", "hand", "other") for size in sizes})
    text = table.row_text(Row("r", "of things", (Goal("w", "hand", 1.3, (600,)),), unit="thing"), runs, [])
    first, second = text.split("Time by one thing")
    assert first.count("\n| w ") == 2 and "other" in first and "| 600 |" in first.replace("  ", " ")
    assert second.count("\n| w ") == 3 and "at 10 " in second


# --- the whole program -----------------------------------------------------------------------------------------------


def run_main(capsys, rows, bars, *arguments):
    status = run.main([str(argument) for argument in arguments], rows, bars)
    return status, capsys.readouterr().out


GOOD = Row("good", "works", (Goal("w", "hand", 1.3), Goal("w", "boost", 0.25)))


@pytest.fixture
def good(add_times):
    ours, floor = [1.2, 12.0, 1.3], [0.5, 0.5, 0.5]
    add_times("good", {"w/rootlet": ours, "w/hand": [1, 10, 1], "w/boost": [2, 20, 2], "wake/syscall": floor})


def test_a_missed_goal_is_printed_and_is_no_failure(good, tmp_path, capsys):
    status, text = run_main(capsys, [GOOD], [], "--programs", tmp_path, "--rounds", 3)
    assert status == 0
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.startswith("| w")]
    assert ["w", "", "1.30 us", "hand", "1.00 us", "1.20", "-", "<= 1.30", "met"] in [line[1:-1] for line in lines]
    assert ["0.60", "-", "<= 0.25", "missed by 140 %"] in [line[6:-1] for line in lines]
    assert "- wake/syscall: 500 ns" in text
    assert "3 rounds" in text and "cores" in text


def test_a_row_that_fails_is_told_and_the_others_go_on(good, add_program, tmp_path, capsys):
    add_program("bad", "sys.stderr.write('no shared memory here\\n'); sys.exit(3)")
    add_program("mute", "print('nothing')")
    bad = [Row("bad", "fails"), Row("mute", "says nothing"), Row("absent", "is not there")]
    status, text = run_main(capsys, [*bad, GOOD], [], "--programs", tmp_path, "--rounds", 2, "--json", tmp_path / "j")
    assert status == 1
    errors = [line for line in text.splitlines() if line.startswith("- ERROR")]
    assert len(errors) == 3
    assert "bench_bad ended with status 3: no shared memory here" in errors[0]
    assert "bench_mute printed no JSON" in errors[1]
    assert "bench_absent: No such file" in errors[2]
    assert "| hand" in text
    assert json.loads((tmp_path / "j").read_text())["rows"]["bad"]["errors"] != []


def test_a_peer_that_cannot_run_is_told_and_the_others_of_its_row_go_on(add_program, tmp_path, capsys):
    body = "rows = [{'name': 'w/rootlet', 'cpu_time': 5.0}, {'name': 'w/hand', 'cpu_time': 5}, "
    body += "{'name': 'w/boost', 'error_occurred': True, 'error_message': 'no room', 'cpu_time': 0}]\n"
    body += "print(json.dumps({'benchmarks': rows}))"
    add_program("part", body)
    status, text = run_main(capsys, [Row("part", "")], [], "--programs", tmp_path, "--rounds", 4)
    assert status == 1 and text.count("w/boost: no room") == 1 and "1.00" in text and "| boost" not in text


def test_rounds_before_a_failure_count(add_program, tmp_path, capsys):
    body = "if n == 2: sys.exit(1)\n"
    body += (
        "print(json.dumps({'benchmarks': [{'name': 'w/rootlet', 'cpu_time': 5.0}, {'name': 'w/hand', 'cpu_time': 5}]}))"
    )
    add_program("tired", body)
    status, text = run_main(capsys, [Row("tired", "")], [], "--programs", tmp_path, "--rounds", 9)
    assert status == 1 and "ended with status 1" in text and "1.00" in text


def test_a_goal_without_a_benchmark_is_a_failure(good, tmp_path, capsys):
    row = Row("good", "", (Goal("w", "cereal", 1.0),))
    status, text = run_main(capsys, [row], [], "--programs", tmp_path, "--rounds", 1)
    assert status == 1 and "- ERROR: a goal asks for w/rootlet and cereal, which were not measured" in text


def test_rows_are_chosen_and_their_rounds_are_limited(good, add_times, tmp_path, capsys):
    add_times("slow", {"w/rootlet": [1, 1]})
    status, _ = run_main(
        capsys, [GOOD, Row("slow", "", most_rounds=2)], [], "--programs", tmp_path, "--row", "slow", "--rounds", 9
    )
    assert status == 0
    assert (tmp_path / "bench_slow.rounds").read_text() == "1"
    assert not (tmp_path / "bench_good.rounds").exists()


def test_all_times_are_kept_and_can_be_judged_again(good, tmp_path, capsys):
    arguments = ["--programs", tmp_path, "--rounds", 3, "--json", tmp_path / "kept.json"]
    _, first = run_main(capsys, [GOOD], [], *arguments)
    kept = json.loads((tmp_path / "kept.json").read_text())
    assert kept["rows"]["good"]["seconds"]["w/rootlet"] == [1.2e-6, 1.2e-5, 1.3e-6]
    status, again = run_main(capsys, [GOOD], [], "--from", tmp_path / "kept.json", "--programs", tmp_path / "nowhere")
    assert (status, again) == (0, first)


def test_who_stops_it_sees_what_is_there(good, tmp_path, capsys, monkeypatch):
    ready, rounds = run.run_once, iter(range(9))

    def impatient(command):
        if next(rounds) == 2:
            raise KeyboardInterrupt
        return ready(command)

    monkeypatch.setattr(run, "run_once", impatient)
    rows_ = [GOOD, Row("later", "does not run")]
    status, text = run_main(capsys, rows_, [], "--programs", tmp_path, "--rounds", 3, "--results", tmp_path / "results")
    assert status == 130
    assert "stopped after 2 of 3 rounds" in text and "| hand" in text and "later" not in text
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--row", "goood"], "invalid choice: 'goood' (choose from 'good')"),
        (["--rounds", "0"], "there must be a round at least"),
        (["--json", "{folder}/none/times.json"], "none/times.json: no file can be written there"),
        (["--json", "{folder}"], "no file can be written there"),
        (["--from", "{folder}/none.json"], "none.json: there is no such file"),
    ],
)
@pytest.mark.parametrize("also", [[], ["--check"]])
def test_what_is_wrong_with_the_options_is_said_before_anything_runs(arguments, said, also, tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        run_main(capsys, [Row("good", "")], [], *(a.format(folder=tmp_path) for a in arguments), *also)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_only_looking_at_the_options_runs_nothing(tmp_path, capsys):
    status, text = run_main(capsys, [GOOD], [], "--check", "--programs", tmp_path, "--json", tmp_path / "times.json")
    assert (status, text) == (0, "")
    assert not (tmp_path / "times.json").exists()


def test_results_are_a_page_the_times_and_a_picture(good, tmp_path, capsys):
    bars = [Bar("good", "w", None, "hand"), Bar("good", "w", None, "cereal"), Bar("other", "w", None, "hand")]
    folder = tmp_path / "a" / "results"
    _, text = run_main(capsys, [GOOD], bars, "--programs", tmp_path, "--rounds", 3, "--results", folder)
    assert (folder / "latest.md").read_text().strip() == text.strip()
    assert json.loads((folder / "latest.json").read_text())["rows"]["good"]["rounds"] == 3
    assert "w vs hand" in (folder / "latest.svg").read_text()


# --- the picture -----------------------------------------------------------------------------------------------------


def picture(**times):
    row = Row("r", 'of <a> & "b"', (Goal("w", "hand", 1.3),))
    return plot.svg(
        [Bar("r", "w", None, peer) for peer in ("hand", "boost")], {"r": (row, made_up(**times))}, "<me> & you"
    )


def test_the_picture_is_sound_and_the_same_for_the_same_times():
    times = {"w__rootlet": [10.0] * 7, "w__hand": [5.0] * 7, "w__boost": [40.0] * 7}
    text = picture(**times)
    assert text == picture(**times)
    root = xml.etree.ElementTree.fromstring(text)
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {'r: of <a> & "b"', "<me> & you", "w vs hand", "w vs boost", "0.50\u00d7", "4.0\u00d7"} <= set(words)


def test_faster_bars_go_to_the_right_of_one_and_slower_to_the_left():
    text = picture(w__rootlet=[10.0], w__hand=[5.0], w__boost=[40.0])
    rects = [e for e in xml.etree.ElementTree.fromstring(text).iter() if e.tag.endswith("}rect")]
    slower, faster = [(float(e.get("x")), float(e.get("width")), e.get("class")) for e in rects]
    assert (slower[2], faster[2]) == ("slower", "faster")
    assert slower[0] + slower[1] == pytest.approx(faster[0], abs=0.2)
    assert faster[1] / slower[1] == pytest.approx(math.log(4) / math.log(2), rel=0.01)


def test_a_picture_of_nothing():
    xml.etree.ElementTree.fromstring(plot.svg([], {}, ""))


# --- the rows of the house -------------------------------------------------------------------------------------------


def test_rows_have_names_of_their_own_and_what_is_drawn_is_of_them():
    names = [row.name for row in rows.ROWS]
    assert len(set(names)) == len(names)
    assert {bar.row for bar in rows.PLOT} <= set(names)


def test_goals_and_ours_belong_together():
    for row in rows.ROWS:
        for goal in row.goals:
            if isinstance(goal, Goal):
                assert goal.peer not in row.ours and (goal.ours or row.ours[0]) in row.ours
