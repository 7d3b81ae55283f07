"""rootlet repair on the map of the event tutorial: what it prints, its exit status, and the layouts of classes."""

import json

from conftest import rootlet


def change(path, offset, byte):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(bytes([byte]))


def test_a_sound_map_is_saved_whole(event_map, tmp_path):
    out = tmp_path / "out.map"
    before = event_map.read_bytes()
    result = rootlet("repair", event_map, out)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{event_map}: everything is saved\n")
    assert f"written: {out}\n" in result.stdout
    assert event_map.read_bytes() == before
    assert rootlet("check", out).returncode == 0
    for what in ("dump", "schema"):
        name = ["event", "--json"] if what == "dump" else []
        assert rootlet(what, out, *name).stdout == rootlet(what, event_map, *name).stdout != ""
    again = rootlet("repair", event_map, out)
    assert again.returncode == 2 and "exists already" in again.stderr
    assert rootlet("repair", event_map, out, "--force").returncode == 0


def test_damage_is_told_and_the_rest_is_saved(event_map, tmp_path):
    out = tmp_path / "out.map"
    data = event_map.read_bytes()
    change(event_map, 70, data[70] ^ 1)  # the superblock
    at = data.index(b".StreamerInfo/Track/")
    change(event_map, at + 15, ord("X"))  # the name of a layout
    assert rootlet("dump", event_map, "event").returncode != 0
    result = rootlet("repair", event_map, out, "--json")
    assert result.returncode == 1
    report = json.loads(result.stdout)
    assert not report["whole"] and any("superblock" in fault for fault in report["faults"])
    states = {entry["name"]: entry["state"] for entry in report["objects"]}
    assert states["event"] == "saved" and states[""] == "lost"
    assert rootlet("check", out).returncode == 0
    assert "lost   (name lost)" in rootlet("repair", event_map, out, "--force").stdout


def test_what_is_no_map_is_refused(tmp_path):
    text = tmp_path / "text"
    text.write_text("no map" * 50000)
    result = rootlet("repair", text, tmp_path / "out")
    assert result.returncode == 2 and result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_damaged_layout_stops_no_other_class(event_map):
    data = event_map.read_bytes()
    change(event_map, data.index(b"fCharge"), ord("F"))  # in the payload of Track's layout alone
    damaged = rootlet("schema", event_map)
    assert damaged.returncode == 0
    assert "is damaged" in damaged.stderr and "Event" in damaged.stdout
