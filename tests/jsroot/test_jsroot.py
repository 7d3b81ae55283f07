"""JSROOT reads what we write and finds the same in both: the JSON of `rootlet dump --json`, our bytes in a ROOT file.

JSROOT comes from npm into the build directory, in the version that package-lock.json pins. Where node, npm or the
network is missing the tests are skipped, saying so.
"""

import json
import math
import os
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

import root_file

HERE = Path(__file__).parent
BINARY = Path(os.environ["ROOTLET_BINARY_DIR"])
ROOTLET = BINARY / "tools" / "rootlet"
SAMPLES = BINARY / "tests" / "jsroot" / "jsroot_samples"
NAMES = ["h1", "h2", "profile", "list", "clones", "event"]
COLLECTIONS = {"TList", "TClonesArray"}


def run(*command, **options):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="session")
def jsroot():
    """The folder that has JSROOT in node_modules."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not on this machine")
    folder = BINARY / "tests" / "jsroot" / "npm"
    folder.mkdir(exist_ok=True)
    wanted = (HERE / "package-lock.json").read_bytes()
    done = folder / "installed-lock.json"
    if not done.exists() or done.read_bytes() != wanted:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, folder / name)
        try:
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"]
            install = run(*command, cwd=folder, timeout=400)
        except subprocess.TimeoutExpired:
            pytest.skip("npm install takes too long")
        if install.returncode != 0:
            pytest.skip("JSROOT cannot be installed: " + install.stderr.strip()[-300:])
        done.write_bytes(wanted)
    shutil.copyfile(HERE / "reader.mjs", folder / "reader.mjs")
    return folder


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """The folder with our objects, and what they say of themselves."""
    folder = tmp_path_factory.mktemp("samples")
    done = run(SAMPLES, folder)
    assert done.returncode == 0, done.stderr
    return folder, json.loads((folder / "samples.json").read_text())


@pytest.fixture(scope="session")
def read(jsroot, samples):
    """What JSROOT makes of each object: of its JSON, plain and packed, and of its bytes."""
    folder, told = samples
    jobs = []
    for compact in (0, 3, 23):
        for name in NAMES:
            dump = run(ROOTLET, "dump", folder / "samples.map", name, "--json", "--compact", compact)
            assert (dump.returncode, dump.stderr) == (0, "")
            path = folder / f"{name}.{compact}.json"
            path.write_text(dump.stdout)
            jobs.append({"parse": str(path)})
    objects = []
    for name in NAMES:
        cls = told[name]["class"]
        assert told[name]["keylen"] == root_file.key_length(cls, name)
        objects.append((cls, name, (folder / f"{name}.bin").read_bytes()))
    path = folder / "samples.root"
    root_file.write(path, objects, (folder / "StreamerInfo.bin").read_bytes())
    jobs.append({"open": str(path), "keys": NAMES})
    (folder / "jobs.json").write_text(json.dumps(jobs))
    done = run("node", jsroot / "reader.mjs", folder / "jobs.json", cwd=jsroot)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    results = json.loads(done.stdout)
    n = len(NAMES)
    forms = {"json": 0, "narrow": n, "packed": 2 * n}
    found = {form: dict(zip(NAMES, results[at : at + n])) for form, at in forms.items()}
    found["bytes"] = results[-1]
    return found


def single(number):
    """The float nearest to a number: JSON has fewer digits of a float than the double that holds it."""
    return struct.unpack(">f", struct.pack(">f", number))[0]


def same(ours, theirs):
    if isinstance(ours, str) and isinstance(theirs, str):
        return theirs in (ours, ours.encode().decode("latin-1"))  # JSROOT shows text in bytes byte by byte
    if isinstance(ours, bool) or isinstance(theirs, bool) or not isinstance(ours, (int, float)):
        return ours == theirs
    if not isinstance(theirs, (int, float)):
        return False
    return ours == theirs or single(ours) == single(theirs) or math.isclose(ours, theirs, rel_tol=1e-14)


def difference(json_form, bytes_form, path="$"):
    """Where the two differ first. JSON leaves out what collections have in common, bytes leave nothing out; pairs are
    named by their class in JSON, and as their map was declared in bytes."""
    if isinstance(json_form, dict) and isinstance(bytes_form, dict):
        if json_form.get("_typename", "").startswith("pair<"):
            json_form = {**json_form, "_typename": bytes_form["_typename"]}
        missing = set(json_form) ^ set(bytes_form)
        if json_form.get("_typename") in COLLECTIONS:
            missing -= {"fUniqueID", "fBits", "fLowerBound", "fLast"}
        if missing:
            return f"{path}: {sorted(missing)} on one side only"
        both = [name for name in json_form if name in bytes_form]
        return next((d for k in both if (d := difference(json_form[k], bytes_form[k], f"{path}.{k}"))), None)
    if isinstance(json_form, list) and isinstance(bytes_form, list):
        if len(json_form) != len(bytes_form):
            return f"{path}: {len(json_form)} and {len(bytes_form)} elements"
        pairs = enumerate(zip(json_form, bytes_form))
        return next((d for i, (a, b) in pairs if (d := difference(a, b, f"{path}[{i}]"))), None)
    return None if same(json_form, bytes_form) else f"{path}: {json_form!r} and {bytes_form!r}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["json", "packed", "bytes"])
def test_jsroot_finds_what_the_object_says_of_itself(read, samples, form, name):
    told, found = samples[1][name], read[form][name]
    assert found["_typename"] == told["class"]
    if name in ("h1", "h2"):
        assert found["fEntries"] == told["fEntries"]
        assert [single(x) for x in found["fArray"]] == told["contents"]
    elif name == "profile":
        assert found["fEntries"] == told["fEntries"]
        sums = zip(found["fArray"], found["fBinEntries"])
        assert [total / n if n else 0 for total, n in sums] == pytest.approx(told["contents"], rel=1e-12)
    elif name == "list":
        assert len(found["arr"]) == told["entries"]
        assert [found["arr"][0]["fString"], found["opt"][0]] == ["shared", "first option"]
        assert found["arr"][1]["fTitle"] == "title"
    elif name == "clones":
        assert [single(track["fPx"]) for track in found["arr"]] == told["fPx"]
    else:
        assert (found["fNumber"], found["fRun"]) == (told["fNumber"], told["fRun"])
        assert len(found["fTracks"]) == told["fTracks"]
        assert {pair["first"]: pair["second"] for pair in found["fTags"]} == {"pi": 3.14159, "large": 1e300}


@pytest.mark.parametrize("name", NAMES)
def test_json_says_the_same_whatever_its_white_space_and_packing(read, name):
    assert read["narrow"][name] == read["json"][name]
    assert difference(read["packed"][name], read["json"][name]) is None


@pytest.mark.parametrize("name", NAMES)
def test_jsroot_finds_the_same_in_our_json_and_in_our_bytes(read, name):
    assert difference(read["json"][name], read["bytes"][name]) is None
