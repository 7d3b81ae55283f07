"""rootlet ls, dump and schema on the map of the event tutorial: its classes are not compiled into the command."""

import json
import re

import pytest
from conftest import rootlet


def test_ls_shows_the_objects_and_not_the_layouts(event_map):
    result = rootlet("ls", event_map)
    assert result.returncode == 0
    assert re.search(r"^event +Event +\d+ +\d+$", result.stdout, re.MULTILINE), result.stdout
    assert ".StreamerInfo" not in result.stdout


def test_dump_shows_every_member_with_its_comment(event_map):
    result = rootlet("dump", event_map, "event")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Event, version 1\n")
    assert re.search(r"^   fRun +=", result.stdout, re.MULTILINE), result.stdout


def test_dump_as_json_is_one_document(event_map):
    result = rootlet("dump", event_map, "event", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    event = json.loads(result.stdout)
    assert (event["_typename"], event["fRun"], event["fNumber"], event["fComment"]) == ("Event", 42, 3, "last")
    assert len(event["fSamples"]) == event["fNSamples"] == 2 * len(event["fTracks"]) > 0
    assert all(track["_typename"] == "Track" and abs(track["fCharge"]) == 1 for track in event["fTracks"])
    assert event["fTags"] == [{"$pair": "pair<string,double>", "first": "tracks", "second": len(event["fTracks"])}]


def test_schema_shows_the_layouts_of_all_classes_or_of_one(event_map):
    everything = rootlet("schema", event_map)
    assert everything.returncode == 0
    assert "StreamerInfo for class: Event," in everything.stdout
    assert "StreamerInfo for class: TObject," in everything.stdout
    one = rootlet("schema", event_map, "Event")
    assert one.stdout.count("StreamerInfo for class:") == 1


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["dump", "FILE", "nothing"], "'nothing' is not in the map"),
        (["schema", "FILE", "Nothing"], "no object of class Nothing"),
        (["ls", "missing.map"], "missing.map"),
    ],
)
def test_what_is_not_there_is_one_line_and_status_1(event_map, arguments, message):
    result = rootlet(*[event_map if a == "FILE" else a for a in arguments])
    assert result.returncode == 1
    assert result.stdout == ""
    assert message in result.stderr and result.stderr.count("\n") == 1


def test_check_of_a_sound_map_counts_every_byte(event_map):
    text = rootlet("check", event_map)
    assert (text.returncode, text.stderr) == (0, "")
    assert ": sound\n" in text.stdout
    report = json.loads(rootlet("check", event_map, "--json").stdout)
    assert report["sound"] and report["faults"] == [] and not report["producerAlive"]
    assert sum(report["bytes"].values()) == report["fileSize"] == event_map.stat().st_size


def test_check_of_a_damaged_map_is_status_1_and_of_another_file_2(event_map, tmp_path):
    damaged = tmp_path / "damaged.map"
    content = bytearray(event_map.read_bytes())
    content[1152] ^= 64  # the directory root
    damaged.write_bytes(content)
    result = rootlet("check", damaged)
    assert result.returncode == 1
    assert "DAMAGED" in result.stdout and "directory root" in result.stdout
    damaged.write_text("no map at all")
    result = rootlet("check", damaged, "--json")
    assert (result.returncode, result.stdout) == (2, "")
    assert "not a map file" in result.stderr and result.stderr.count("\n") == 1
