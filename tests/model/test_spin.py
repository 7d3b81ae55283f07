"""Lets spin look at every state of the Promela models beside this file, and find what is broken in their mutants.

Invariant: a model counts as verified only if the search was complete and every statement of it was reached; a mutant
as found if spin names the property that it breaks. ROOTLET_MODEL_LONG=1 (`./dev model`) takes the large bounds.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONG = os.environ.get("ROOTLET_MODEL_LONG") == "1"

ASSERTION = "assertion violated"
STUCK = "invalid end state"

# model: (large bounds, {mutant: the property that it breaks}). The bounds of each model itself are the small ones.
MODELS = {
    "publish_read": (
        [["READERS=2"], ["SLOTS=3", "UPDATES=4"], ["UPDATES=4", "DEATHS=2"]],
        {"COMMIT_BEFORE_SEAL": ASSERTION, "NO_REREAD": ASSERTION, "WRITE_BEFORE_INVALIDATE": ASSERTION},
    ),
    "reuse": (
        [["UPDATES=2", "CHUNKS=3"], ["FOREIGN=2"]],
        {
            "FREE_BEFORE_GEN0": ASSERTION,
            "NO_ID_REREAD": ASSERTION,
            "FREE_ALL_OF_THE_DEAD": ASSERTION,
            "UNREACHED_RECORD_STAYS": ASSERTION,
        },
    ),
    "heap_lock": (
        [["DEATHS=3"], ["PROCESSES=3", "LOCKS=1", "DEATHS=1"]],
        {
            "TAKE_OVER_UNCHECKED": ASSERTION,
            "TAKE_OVER_BY_STORE": ASSERTION,
            "NO_RECOVERY": ASSERTION,
            "WAKE_NOBODY": STUCK,
        },
    ),
    "claim": (
        [["ANY_MOVE=true", "DEATHS=2"], ["MOVES=3"]],
        {
            "OWNER_BEFORE_COMMIT": ASSERTION,
            "NO_OWNER_REREAD": ASSERTION,
            "NO_CLEAR": ASSERTION,
            "COMMIT_BEFORE_CLEAR": ASSERTION,
        },
    ),
    "waiting": (
        [["UPDATES=3", "DEATHS=2"], ["WAITERS=3", "PRODUCERS=1"]],
        {
            "LOOK_BEFORE_NOTIFY": STUCK,
            "LOOK_BEFORE_LIFE": ASSERTION,
            "NOTIFY_BEFORE_COMMIT": STUCK,
            "NO_NOTIFY": STUCK,
            "SLEEP_WITHOUT_COMPARE": STUCK,
            "LONG_FIRST_SLEEP": STUCK,
            "DECIDE_BEFORE_NOTIFY": STUCK,
        },
    ),
}

BOUNDS = [(model, bounds) for model in MODELS for bounds in [[]] + (MODELS[model][0] if LONG else [])]
# One bound of a mutant is changed where it needs more than the small ones to go wrong.
NEEDS = {("heap_lock", "WAKE_ONE"): ["PROCESSES=3", "LOCKS=1"]}
MUTANTS = [(model, mutant) for model in MODELS for mutant in MODELS[model][1]]
if LONG:
    MODELS["heap_lock"][1]["WAKE_ONE"] = STUCK
    MUTANTS.append(("heap_lock", "WAKE_ONE"))


def search(folder, model, definitions, optimise):
    """What the verifier of a model says; it is made and run in a folder of its own."""
    shutil.copy(HERE / f"{model}.pml", folder)
    defines = [f"-D{definition}" for definition in definitions]
    made = subprocess.run(["spin", *defines, "-a", f"{model}.pml"], cwd=folder, capture_output=True, text=True)
    assert made.returncode == 0 and "Error" not in made.stdout, made.stdout + made.stderr
    compiler = ["gcc", optimise, "-w", "-DSAFETY", "-DNOFAIR", f"-DMEMLIM={6000 if LONG else 1500}"]
    if shutil.which("ccache"):
        compiler.insert(0, "ccache")
    subprocess.run([*compiler, "-c", "pan.c"], cwd=folder, check=True)
    subprocess.run(["gcc", "-o", "pan", "pan.o"], cwd=folder, check=True)
    return subprocess.run(
        ["./pan", "-m1000000", "-w24" if LONG else "-w18"], cwd=folder, capture_output=True, text=True
    ).stdout


@pytest.mark.parametrize(
    "model, bounds", BOUNDS, ids=lambda value: value if isinstance(value, str) else ",".join(value)
)
def test_model_holds_in_every_state(tmp_path, model, bounds):
    said = search(tmp_path, model, bounds, "-O2" if LONG else "-O0")
    print(said)
    assert "errors: 0" in said
    for complaint in ("Search not completed", "max search depth too small", "out of memory", "memory bound"):
        assert complaint not in said
    assert int(re.search(r"(\d+) states, stored", said).group(1)) > 1000
    unreached = re.findall(r"^\t(\S+:\d+), state \d+, \"(.*)\"$", said, re.MULTILINE)
    assert unreached == [], "statements that no execution reaches"


@pytest.mark.parametrize("model, mutant", MUTANTS)
def test_mutant_is_found(tmp_path, model, mutant):
    said = search(tmp_path, model, ["MUTANT_" + mutant, *NEEDS.get((model, mutant), [])], "-O0")
    print(said)
    assert "errors: 1" in said
    assert MODELS[model][1][mutant] in said


def test_every_mutant_of_the_models_is_run():
    for path in HERE.glob("*.pml"):
        written = set(re.findall(r"MUTANT_(\w+)", path.read_text()))
        run = set(MODELS[path.stem][1]) | {mutant for model, mutant in NEEDS if model == path.stem}
        assert written == run, path.name
