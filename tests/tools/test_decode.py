"""rootlet decode and recode against objects that real ROOT wrote: nothing of their classes is compiled in.

The values must be those that an independent reader (JSROOT) found, in the same order; the bytes must come back.
"""

import json
import os
import struct
import subprocess
from pathlib import Path

import pytest

ROOTLET = Path(os.environ["ROOTLET_BINARY_DIR"]) / "tools" / "rootlet"
SHARED = os.environ.get("ROOTLET_SHARED_DIR", "")
FOLDERS = [Path(SHARED) / "golden", Path(SHARED) / "golden-classes" / "decoded"] if SHARED else []


def entries():
    """All entries of the manifests, with the folder they lie in."""
    for folder in FOLDERS:
        for entry in json.loads((folder / "manifest.json").read_text())["entries"]:
            yield folder, entry


ENTRIES = list(entries())
needs_golden = pytest.mark.skipif(not ENTRIES, reason="the golden data is not on this machine")


def arguments(folder, entry):
    """The options that say where the object comes from."""
    result = ["--class", entry["class"], "--keylen", str(entry["keylen"])]
    if entry.get("streamerinfo"):
        result += ["--streamerinfo", str(folder / entry["streamerinfo"])]
        result += ["--si-keylen", str(entry["streamerinfoKeylen"])]
    return [*result, str(folder / entry["payload"])]


def run(command, *options):
    return subprocess.run([str(ROOTLET), command, *options], capture_output=True, check=False)


def difference(ours, theirs, path=""):
    """Where two documents differ first, order of keys included; None if nowhere."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        if list(ours) != list(theirs):
            return f"{path}: members {list(ours)} instead of {list(theirs)}"
        return next((d for k in theirs if (d := difference(ours[k], theirs[k], f"{path}/{k}"))), None)
    if isinstance(theirs, list) and isinstance(ours, list):
        if len(ours) != len(theirs):
            return f"{path}: {len(ours)} elements instead of {len(theirs)}"
        pairs = enumerate(zip(ours, theirs))
        return next((d for i, (a, b) in pairs if (d := difference(a, b, f"{path}[{i}]"))), None)
    if isinstance(theirs, float) and isinstance(ours, (int, float)) and not isinstance(ours, bool):
        # the oracle computes packed values in another order: the last digit may differ
        return None if abs(ours - theirs) <= 1e-14 * abs(theirs) else f"{path}: {ours!r} instead of {theirs!r}"
    if isinstance(ours, bool) != isinstance(theirs, bool) or ours != theirs:
        return f"{path}: {ours!r} instead of {theirs!r}"
    return None


@needs_golden
def test_every_decoded_object_equals_the_oracle():
    wrong, compared = [], 0
    for folder, entry in ENTRIES:
        if entry.get("oracleStatus") != "ok":
            continue
        result = run("decode", *arguments(folder, entry))
        if result.returncode != 0:
            wrong.append(f"{entry['id']}: {result.stderr.decode()}")
            continue
        found = difference(json.loads(result.stdout), json.loads((folder / entry["oracle"]).read_text()))
        if found:
            wrong.append(f"{entry['id']}: {found}")
        compared += 1
    assert not wrong, "\n".join(wrong)
    assert compared > 200


@needs_golden
def test_every_object_written_by_root_comes_back_to_its_own_bytes():
    wrong, compared = [], 0
    for folder, entry in ENTRIES:
        if entry["writer"] not in ("root", "geant4-tools"):
            continue  # uproot repeats class names where ROOT refers to them
        result = run("recode", *arguments(folder, entry))
        if result.returncode != 0 or result.stdout != (folder / entry["payload"]).read_bytes():
            wrong.append(f"{entry['id']}: status {result.returncode}, {len(result.stdout)} bytes, {result.stderr!r}")
        compared += 1
    assert not wrong, "\n".join(wrong)
    assert compared > 200


@needs_golden
def test_a_class_without_streamer_info_is_kept_as_bytes_and_named():
    folder, entry = next((f, e) for f, e in ENTRIES if e["class"] == "MGTRun")
    result = run("decode", *arguments(folder, entry))
    assert result.returncode == 0
    assert b"class MGTRun, version 2, has no StreamerInfo" in result.stderr


@needs_golden
@pytest.mark.parametrize("cut", [0, 1, 5, 6, 40, 0.5, 0.99])
def test_a_buffer_that_ends_too_early_is_an_error_with_place_and_path(tmp_path, cut):
    folder, entry = next((f, e) for f, e in ENTRIES if e["class"] == "Event" and e["writer"] == "root")
    whole = (folder / entry["payload"]).read_bytes()
    part = tmp_path / "part.bin"
    part.write_bytes(whole[: int(cut * len(whole)) if isinstance(cut, float) else cut])
    options = arguments(folder, entry)
    result = run("decode", *options[:-1], str(part))
    assert result.returncode == 1
    assert result.stdout == b""
    line = result.stderr.decode()
    assert line.count("\n") == 1 and str(part) in line and "at byte " in line and " in Event" in line


def test_a_loaded_library_describes_what_no_record_does(tmp_path):
    checksum = 0
    for c in "PluginPart" + "fPart" + "int":
        checksum = (checksum * 3 + ord(c)) & 0xFFFFFFFF
    payload = tmp_path / "part.bin"
    payload.write_bytes(struct.pack(">IHIi", 0x4000000A, 0, checksum, 7))
    plugin = ROOTLET.parents[1] / "tests" / "meta" / "librootlet_test_plugin.so"
    without = run("decode", "--class", "PluginPart", str(payload))
    assert without.returncode == 0 and b"class PluginPart, version 0, has no StreamerInfo" in without.stderr
    loaded = run("decode", "--class", "PluginPart", str(payload), "--load", str(plugin))
    assert (loaded.returncode, loaded.stderr) == (0, b"")
    assert json.loads(loaded.stdout) == {"_typename": "PluginPart", "fPart": 7}
    missing = run("decode", "--load", "missing.so", "--class", "PluginPart", str(payload))
    assert missing.returncode == 1 and missing.stdout == b"" and b"missing.so" in missing.stderr


def test_wrong_usage_is_status_2(tmp_path):
    assert run("decode").returncode == 2
    assert run("nothing").returncode == 2
    assert run("decode", "--class", "X", str(tmp_path / "missing")).returncode == 2
    assert run("--help").returncode == 0
