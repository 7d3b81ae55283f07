"""rootlet decode on forms that the golden data does not have: StreamerInfo records and objects made here, byte by byte.

The expected values are what JSROOT reads from the same bytes, but where it cannot read them: then this is said.
"""

import json
import struct

import pytest

from test_decode import difference, run


def text(value):
    return bytes([len(value)]) + value.encode()


def header(version, body):
    return struct.pack(">IH", 0x40000000 | (len(body) + 2), version) + body


def ints(*values):
    return struct.pack(f">{len(values)}i", *values)


def any_object(class_name, body):
    body = b"\xff\xff\xff\xff" + class_name.encode() + b"\0" + body
    return struct.pack(">I", 0x40000000 | len(body)) + body


def t_object(bits=0x03000000, uid=0):
    return struct.pack(">HII", 1, uid, bits)


T_OBJECT = {"fUniqueID": 0, "fBits": 0x03000000}


def element(kind, name, code, type_name, extra=b"", *, dims=(), version=4, kind_version=2, title=""):
    """A StreamerInfo element; `version` is that of TStreamerElement."""
    length = 1
    for dim in dims:
        length *= dim
    indices = ints(*dims, *[0] * (5 - len(dims)))
    if version == 1:
        indices = ints(5) + indices
    body = header(1, t_object() + text(name) + text(title))
    body += ints(code, 4, length if dims else 0, len(dims)) + indices + text(type_name)
    if version == 3:
        body += struct.pack(">3d", 0, 0, 0)
    return any_object(kind, header(kind_version, header(version, body) + extra))


def basic(name, code, type_name, **options):
    return element("TStreamerBasicType", name, code, type_name, **options)


def container(name, type_name, kind, content):
    return element("TStreamerSTL", name, 500, type_name, ints(kind, content), kind_version=3)


def base(name, code=0, version=1):
    return element("TStreamerBase", name, code, "BASE", ints(version), kind_version=3)


def layout(class_name, *elements):
    array = header(3, t_object() + text("") + ints(len(elements), 0) + b"".join(elements))
    named = header(1, t_object() + text(class_name) + text(""))
    return any_object("TStreamerInfo", header(9, named + ints(0x1234, 1) + any_object("TObjArray", array)))


def record(*layouts):
    return header(5, t_object() + text("") + ints(len(layouts)) + b"".join(info + text("") for info in layouts))


def named(name, title):
    return header(1, t_object() + text(name) + text(title))


def collection(name):
    return t_object() + text(name)


X = {"_typename": "X"}
FORMS = {
    "char[2][4] is two texts": (
        record(layout("X", basic("c", 21, "char", dims=(2, 4)), basic("u", 31, "unsigned char", dims=(3,)))),
        header(1, b"ab\0\0cd\0\0" + b"abc"),
        {**X, "c": ["ab", "cd"], "u": [97, 98, 99]},
    ),
    "char[2][2][3] nests": (
        record(layout("X", basic("c", 21, "char", dims=(2, 2, 3)))),
        header(1, b"ab\0cd\0ef\0gh\0"),
        {**X, "c": [["ab", "cd"], ["ef", "gh"]]},
    ),
    "TRefArray says its last index": (
        record(),
        header(1, collection("n") + ints(2, 0) + b"\0\0" + ints(3, 4)),
        {"_typename": "TRefArray", **T_OBJECT, "name": "n", "fLast": 1, "fLowerBound": 0, "fUIDs": [3, 4]},
    ),
    "TRef by process": (
        record(),
        t_object(uid=7) + b"\0\0",
        {"_typename": "TRef", "fUniqueID": 7, "fBits": 0x03000000, "fPID": 0},
    ),
    "TRef by UUID": (
        record(),
        t_object(bits=0x03000020, uid=7) + text("uuid"),
        {"_typename": "TRef", "fUniqueID": 7, "fBits": 0x03000020, "fUUID": "uuid"},
    ),
    "TMap begins with its name": (
        record(),
        header(3, collection("n") + ints(1) + any_object("TObject", t_object()) + ints(0)),
        {
            "_typename": "TMap",
            "name": "n",
            "arr": [{"_typename": "TPair", "first": {"_typename": "TObject", **T_OBJECT}, "second": None}],
            **T_OBJECT,
        },
    ),
    "TASImage has its picture": (
        record(),
        header(1, named("img", "t") + b"\1" + ints(4) + b"\x89PNG"),
        {"_typename": "TASImage", **T_OBJECT, "fName": "img", "fTitle": "t", "fPngBuf": [137, 80, 78, 71]},
    ),
    "bases before an array stay": (
        record(
            layout("X", base("Attribute"), base("TObjArray", version=3), basic("z", 3, "int")),
            layout("Attribute", basic("q", 3, "int")),
        ),
        header(1, header(1, ints(5)) + header(3, collection("n") + ints(0, 0)) + ints(9)),
        {**X, "q": 5, "name": "n", **T_OBJECT, "arr": [], "fLast": -1, "fLowerBound": 0, "z": 9},
    ),
    "what another base has brought stays in its place": (
        record(layout("X", base("TNamed"), base("TObjArray", version=3), basic("z", 3, "int"))),
        header(1, named("a", "b") + header(3, collection("n") + ints(0, 0)) + ints(9)),
        {**X, **T_OBJECT, "fName": "a", "fTitle": "b", "name": "n", "arr": [], "fLast": -1, "fLowerBound": 0, "z": 9},
    ),
    "a typedef in a nested container": (
        record(layout("X", container("v", "vector<MyReal>", 1, 5), container("w", "vector<vector<MyReal> >", 1, 61))),
        header(1, header(9, ints(1) + struct.pack(">f", 1.5)) + header(9, ints(1, 1) + struct.pack(">f", 1.5))),
        {**X, "v": [1.5], "w": [[1.5]]},
    ),
    "char *[2], which JSROOT cannot read": (
        record(layout("X", basic("c", 27, "char*", dims=(2,)))),
        header(1, ints(1) + b"a" + ints(1) + b"b"),
        {**X, "c": ["a", "b"]},
    ),
}


def decode(folder, info, payload, class_name):
    """What rootlet decode and recode say of the bytes."""
    (folder / "info.bin").write_bytes(info)
    (folder / "payload.bin").write_bytes(payload)
    options = ["--streamerinfo", str(folder / "info.bin"), "--si-keylen", "64", "--keylen", "64"]
    options += ["--class", class_name, str(folder / "payload.bin")]
    return run("decode", *options), run("recode", *options)


@pytest.mark.parametrize("name", FORMS)
def test_forms(tmp_path, name):
    info, payload, expected = FORMS[name]
    decoded, recoded = decode(tmp_path, info, payload, expected["_typename"])
    assert (decoded.returncode, decoded.stderr) == (0, b"")
    assert difference(json.loads(decoded.stdout), expected) is None
    assert recoded.stdout == payload


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_streamer_info_of_old_versions_as_an_object(tmp_path, version):
    old_base = element("TStreamerBase", "B", 0, "BASE", kind_version=2, version=version)
    payload = record(layout("X", old_base, basic("a", 3, "int", version=version)))
    decoded, recoded = decode(tmp_path, record(), payload, "TList")
    assert (decoded.returncode, decoded.stderr) == (0, b"")
    first, second = json.loads(decoded.stdout)["arr"][0]["fElements"]["arr"]
    assert list(second) == ["_typename", "fUniqueID", "fBits", "fName", "fTitle"] + [
        *["fType", "fSize", "fArrayLength", "fArrayDim", "fMaxIndex", "fTypeName", "fFactor", "fXmax", "fXmin"]
    ]
    assert (first["fName"], second["fName"], second["fTypeName"]) == ("B", "a", "int")
    assert second["fMaxIndex"] == [0, 0, 0, 0, 0] and "fBaseVersion" not in first
    assert recoded.stdout == payload


NOTED = {
    "bytes behind the layout": (
        record(layout("X", basic("a", 3, "int"))),
        header(1, ints(7) + b"extra"),
        {**X, "a": 7},
        "'X' ends at byte 10 by its layout, at byte 15 by its byte count: what is between is kept as it is",
    ),
    "elements that nobody describes": (
        record(layout("X", container("v", "vector<Unknown>", 1, 61))),
        header(1, header(9, ints(1) + header(1, ints(5)))),
        {**X, "v": None},
        "the elements of 'v', a vector<Unknown>, have no StreamerInfo: 14 bytes at byte 12 are kept as they are",
    ),
}


@pytest.mark.parametrize("name", NOTED)
def test_what_cannot_be_decoded_is_noted_and_comes_back(tmp_path, name):
    info, payload, expected, note = NOTED[name]
    decoded, recoded = decode(tmp_path, info, payload, "X")
    assert decoded.returncode == 0
    assert decoded.stderr.decode().strip().endswith("payload.bin: " + note)
    assert len(decoded.stderr.splitlines()) == 1
    assert difference(json.loads(decoded.stdout), expected) is None
    assert recoded.stdout == payload


def test_enumerations_in_containers_are_still_numbers(tmp_path):
    info = record(layout("X", container("v", "vector<EColour>", 1, 3), container("w", "list<ESize>", 2, 61)))
    payload = header(1, header(9, ints(2, 4, 5)) + header(9, ints(1, 6)))
    decoded, _ = decode(tmp_path, info, payload, "X")
    assert (decoded.stderr, json.loads(decoded.stdout)) == (b"", {**X, "v": [4, 5], "w": [6]})


@pytest.mark.parametrize(
    "option, value, expected",
    [
        ("--class", "", "'' is no name of a class"),
        ("--class", "vector<int", "'vector<int' is no name of a class"),
        ("--class", "a>b<", "'a>b<' is no name of a class"),
        ("--keylen", "-1", "Value -1 not in range"),
        ("--si-keylen", "-1", "Value -1 not in range"),
    ],
)
def test_wrong_options_are_told(tmp_path, option, value, expected):
    payload = tmp_path / "payload.bin"
    payload.write_bytes(t_object())
    options = {"--class": "TObject", "--keylen": "0", "--si-keylen": "0", option: value}
    result = run("decode", *[part for pair in options.items() for part in pair], str(payload))
    assert result.returncode not in (0, -6, -11) and result.stdout == b""
    assert expected in result.stderr.decode() and len(result.stderr) < 300
