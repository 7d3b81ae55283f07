"""rootlet decode and recode of records and buffers that nobody honest wrote.

Each ends with one line that names byte, class and member path, in memory that the size of the input bounds.
"""

import os
import resource
import struct
import subprocess
from pathlib import Path

import pytest

ROOTLET = Path(os.environ["ROOTLET_BINARY_DIR"]) / "tools" / "rootlet"
SANITIZED = bool(os.environ.get("ROOTLET_SANITIZE"))
MEMORY = 512 << 20  # bytes of address space; the inputs have some kilobytes
STACK = 8 << 20


def text(characters):
    data = characters.encode()
    return (bytes([len(data)]) if len(data) < 255 else b"\xff" + struct.pack(">i", len(data))) + data


def headed(version, content):
    return struct.pack(">IH", 0x40000000 | (len(content) + 2), version) + content


TOBJECT = struct.pack(">HII", 1, 0, 0x03000000)


def named(name, title=""):
    return headed(1, TOBJECT + text(name) + text(title))


def behind_pointer(class_name, content):
    body = b"\xff\xff\xff\xff" + class_name.encode() + b"\0" + content
    return struct.pack(">I", 0x40000000 | len(body)) + body


def element(name, code, type_name, length=0):
    dimensions = [length, 0, 0, 0, 0]
    numbers = struct.pack(">9i", code, 4, length, 1 if length else 0, *dimensions)
    return headed(4, named(name) + numbers + text(type_name))


def basic(name, code=3, type_name="int", length=0):
    return behind_pointer("TStreamerBasicType", headed(2, element(name, code, type_name, length)))


def counted(name, counter):
    tail = struct.pack(">i", 1) + text(counter) + text("X")
    return behind_pointer("TStreamerBasicPointer", headed(2, element(name, 43, "int*") + tail))


def base(name, version=1):
    return behind_pointer("TStreamerBase", headed(3, element(name, 0, "BASE") + struct.pack(">i", version)))


def by_value(name, class_name, length=0):
    code = 82 if length else 62
    return behind_pointer("TStreamerObjectAny", headed(2, element(name, code, class_name, length)))


def container(name, type_name):
    return behind_pointer("TStreamerSTL", headed(3, element(name, 500, type_name) + struct.pack(">ii", 1, 61)))


def info(class_name, *elements, version=1):
    array = headed(3, TOBJECT + text("") + struct.pack(">ii", len(elements), 0) + b"".join(elements))
    content = named(class_name) + struct.pack(">Ii", 1234, version) + behind_pointer("TObjArray", array)
    return behind_pointer("TStreamerInfo", headed(9, content))


def record(*infos):
    return headed(5, TOBJECT + text("") + struct.pack(">i", len(infos)) + b"".join(i + text("") for i in infos))


def limit():
    resource.setrlimit(resource.RLIMIT_STACK, (STACK, STACK))
    if not SANITIZED:  # their shadow memory is larger than any limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(folder, command, layouts, payload, class_name="X"):
    (folder / "record.bin").write_bytes(layouts)
    (folder / "payload.bin").write_bytes(payload)
    options = ["--streamerinfo", str(folder / "record.bin"), "--class", class_name, str(folder / "payload.bin")]
    return subprocess.run(
        [str(ROOTLET), command, *options], capture_output=True, check=False, preexec_fn=limit, timeout=120
    )


def error_of(folder, layouts, payload, class_name="X"):
    """The one line on standard error, without the name of the file."""
    result = run(folder, "decode", layouts, payload, class_name)
    line = result.stderr.decode()
    assert (result.returncode, result.stdout, line.count("\n")) == (1, b"", 1), line
    return line.removeprefix("rootlet: ").split(".bin: ", 1)[1].rstrip("\n")


def test_what_is_honest_is_read_and_written_again(tmp_path):
    layouts = record(info("X", basic("fN"), counted("fValues", "fN")))
    payload = headed(1, struct.pack(">ib2i", 2, 1, 7, 8))
    decoded = run(tmp_path, "decode", layouts, payload)
    assert (decoded.returncode, decoded.stderr) == (0, b"")
    assert decoded.stdout == b'{"_typename":"X","fN":2,"fValues":[7,8]}\n'
    assert run(tmp_path, "recode", layouts, payload).stdout == payload


HOSTILE = {
    "a class that holds itself ends with the bytes": (
        record(info("X", by_value("fSelf", "X"))),
        headed(1, headed(1, headed(1, b""))),
        "the bytes end too early: 2 wanted, 0 left, at byte 18 in X/fSelf/X/fSelf/X/fSelf/X",
    ),
    "so it does without byte counts, where the path is long": (
        record(info("X", by_value("fSelf", "X"))),
        struct.pack(">H", 1) * 40,
        "the bytes end too early: 2 wanted, 0 left, at byte 80 in "
        + "X/fSelf/" * 6
        + ".../"
        + "fSelf/X/" * 5
        + "fSelf/X",
    ),
    "base classes that go in circles": (
        record(info("X", container("fAll", "vector<A>")), info("A", base("B")), info("B", base("A"))),
        headed(1, headed(0x4009, struct.pack(">hi", 1, 1))),
        "base classes nest deeper than 64 levels: the StreamerInfo goes in circles, at byte 18 in X/fAll",
    ),
    "base classes that double at each level": (
        record(
            info("X", container("fAll", "vector<B0>")),
            *(info(f"B{i}", base(f"B{i + 1}"), base(f"B{i + 1}")) for i in range(40)),
            info("B40"),
        ),
        headed(1, headed(0x4009, struct.pack(">hi", 1, 2))),
        "there are too many values that take no bytes: the layouts multiply them, at byte 18 in "
        "X/fAll/B0/B1/B2/B3/B4/B5/B6/B7/B8/B9/.../B26/B27/B28/B29/B30/B31/B32/B33/B34/B35/B36/B37",
    ),
    "a byte count that is longer than the buffer": (
        record(info("X", basic("fN"))),
        struct.pack(">IHi", 0x40000100, 1, 7),
        "a byte count of 256 cannot be: 6 bytes are left, at byte 4 in X",
    ),
    "a byte count that is shorter than the layout": (
        record(info("X", basic("fN"))),
        struct.pack(">IHi", 0x40000004, 1, 7),
        "the layout is longer than the byte count, which ends at byte 8, at byte 10 in X",
    ),
    "a counter that is negative": (
        record(info("X", basic("fN"), counted("fValues", "fN"))),
        headed(1, struct.pack(">ib", -1, 1)),
        "the counter 'fN' is -1, at byte 10 in X/fValues",
    ),
    "a counter that is huge": (
        record(info("X", basic("fN"), counted("fValues", "fN"))),
        headed(1, struct.pack(">ib", 0x7FFFFFFF, 1)),
        "a count of 2147483647 cannot be: 0 bytes are left, at byte 11 in X/fValues",
    ),
    "an array of huge length": (
        record(info("X", basic("fValues", 23, "int", 0x7FFFFFFF))),
        headed(1, bytes(16)),
        "a count of 2147483647 cannot be: 16 bytes are left, at byte 6 in X/fValues",
    ),
    "an array of very many objects that take no bytes": (
        record(info("X", by_value("fAll", "TQObject", 0x7FFFFFFF))),
        headed(1, b""),
        "there are too many values that take no bytes: the layouts multiply them, at byte 6 in X/fAll/TQObject",
    ),
    "a container of very many objects that take no bytes": (
        record(info("X", container("fAll", "vector<A>")), info("A")),
        headed(1, headed(0x4009, struct.pack(">hi", 1, 0x7FFFFFFF))),
        "there are too many values that take no bytes: the layouts multiply them, at byte 18 in X/fAll",
    ),
    "arrays of no length, in many objects": (
        record(
            info("X", container("fAll", "vector<A>")),
            info("A", *(basic(f"f{i}", 23) for i in range(200)), basic("fLast", 1, "char")),
        ),
        headed(1, headed(0x4009, struct.pack(">hi", 1, 4000) + bytes(4000))),
        "there are too many values that take no bytes: the layouts multiply them, at byte 18 in X/fAll/A/f20",
    ),
    "an unknown type code": (
        record(info("X", basic("fN", 99))),
        headed(1, bytes(8)),
        "the type code 99 of 'fN' is not known, at byte 6 in X/fN",
    ),
    "another version than the layouts, without byte count": (
        record(info("X", basic("fN"))),
        struct.pack(">Hi", 2, 7),
        "class X, version 2, has no StreamerInfo, and without a byte count it cannot be skipped, at byte 2 in X",
    ),
    "bytes behind the object": (
        record(info("X", basic("fN"))),
        headed(1, bytes(4)) + b"!",
        "1 bytes are left behind the object of class X, at byte 10",
    ),
    "a record that is cut": (
        record(info("X", basic("fN")))[:60],
        headed(1, bytes(4)),
        "a byte count of 215 cannot be: 56 bytes are left, at byte 4",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_end_in_one_line_that_says_where(tmp_path, name):
    layouts, payload, expected = HOSTILE[name]
    assert error_of(tmp_path, layouts, payload) == expected


def test_what_takes_no_bytes_is_bounded_by_the_input(tmp_path):
    # Dimensions in the layout are not those of what was read: JSON shows what was read.
    layouts = record(info("X", basic("fN", 23, "int", 0)))
    decoded = run(tmp_path, "decode", layouts, headed(1, b""))
    assert (decoded.returncode, decoded.stdout) == (0, b'{"_typename":"X","fN":[]}\n')


def test_objects_nest_as_deep_as_the_stack_allows(tmp_path):
    layouts = record(info("X", by_value("fSelf", "X")))
    line = error_of(tmp_path, layouts, struct.pack(">H", 1) * 200000)
    assert line.startswith("objects nest deeper than the stack of this thread allows, at byte ")
    assert " in X/fSelf/X" in line and "/.../" in line


def test_what_no_writer_writes_is_not_recoded(tmp_path):
    layouts = record(info("X", basic("fN"), counted("fValues", "fN")))
    payload = headed(1, struct.pack(">ib2i", 2, 5, 7, 8))  # a flag byte that is neither 0 nor 1
    assert run(tmp_path, "decode", layouts, payload).returncode == 0
    recoded = run(tmp_path, "recode", layouts, payload)
    assert (recoded.returncode, recoded.stdout) == (1, b"")
    assert recoded.stderr.decode().endswith(
        "the object cannot be written as it was read: no writer gives it the form that it has at byte 10 in X\n"
    )
