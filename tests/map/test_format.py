"""The map file as docs/mapfile-format.md has it, read and written here without the library.

Everything in this file follows the page and nothing else. A map that the library has written is taken apart to the last
byte: what the page gives no meaning must be 0. A map made here by hand must be one for the library.
"""

import ctypes
import json
import math
import os
import re
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

BINARY = Path(os.environ["ROOTLET_BINARY_DIR"])
CHUNK = 65536
MAGIC = b"\x89RLMAP\r\n"
BYTE_ORDER = 0x0102030405060708
GEOMETRY = 16 + (6 << 8) + (8 << 16) + (64 << 24)
FREE, HEAD, CHUNK_WORDS, TABLE, RECORDS, OWNED, ORPHAN = range(7)
ABI = (
    ctypes.sizeof(ctypes.c_void_p)
    + (ctypes.sizeof(ctypes.c_long) << 8)
    + (ctypes.sizeof(ctypes.c_longdouble) << 16)
    + (ctypes.sizeof(ctypes.c_wchar) << 24)
)


def crc32c_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CRC_TABLE = crc32c_table()


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = (value >> 8) ^ CRC_TABLE[(value ^ byte) & 0xFF]
    return value ^ 0xFFFFFFFF


def hash_of(name):
    value = 0xCBF29CE484222325
    for byte in name:
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    value = (value ^ value >> 32) * 0xD6E8FEB86659FD93 % 2**64
    return value ^ value >> 32


def boot_id():
    """The two words of the running kernel's boot id."""
    digits = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip().replace("-", "")
    return int(digits[:16], 16), int(digits[16:], 16)


@dataclass
class Record:
    """A record as it was found: versions is generation -> payload."""

    id: int
    class_name: str
    class_version: int
    class_checksum: int
    owner: int
    commit: int
    form: int = 0
    layout: bytes = b""
    versions: dict = field(default_factory=dict)

    @property
    def newest(self):
        return max(generation for generation in self.versions if generation <= self.commit)


class MapFile:
    """Takes a whole, closed map apart; AssertionError where it is not what the page says."""

    def __init__(self, data):
        self.data = data
        self.meaning = bytearray(len(data))  # 0: none so far, 1: said by the page, 2: free, may hold anything
        self.extents = []
        self.records = {}
        self.read_constant_part()
        self.read_words()
        self.read_chunk_words()
        self.read_directory()
        self.set_free_memory_aside()
        self.require_nothing_else()

    def take(self, layout, offset):
        layout = self.order + layout
        size = struct.calcsize(layout)
        assert offset + size <= len(self.data), f"{offset} + {size} passes the end"
        assert not any(self.meaning[offset : offset + size]), f"{offset} has two meanings"
        self.meaning[offset : offset + size] = b"\1" * size
        return struct.unpack_from(layout, self.data, offset)

    def set_aside(self, offset, end):
        assert not any(self.meaning[offset:end]), f"{offset} to {end} is not free"
        self.meaning[offset:end] = b"\2" * (end - offset)

    def read_constant_part(self):
        data = self.data
        self.order = "<" if struct.unpack_from("<Q", data, 8)[0] == BYTE_ORDER else ">"
        magic, order, version, size = self.take("8sQII", 0)
        assert (magic, order, version, size) == (MAGIC, BYTE_ORDER, 1, 1024)
        assert self.take("QQQ", 24) == (0, 0, 0)
        assert self.take("QQ", 48) == (ABI, GEOMETRY)
        self.uuid, self.created, self.sealed, self.slots, length = self.take("16sQIII", 64)
        assert self.sealed in (0, 1) and self.slots in (0, 2, 3, 4) and length <= 764
        self.title = self.take(f"{length}s", 256)[0].decode()
        assert self.take("I", 1020)[0] == crc32c(data[:1020])

    def read_words(self):
        places = {
            "heap_size": 1024,
            "root": 1152,
            "next_generation": 1280,
            "notify": 1408,
            "heap_lock": 1536,
            "state": 1664,
            "next_record": 1920,
            "next_lease": 2048,
            "used_buckets": 2176,
        }
        for name, offset in places.items():
            setattr(self, name, self.take("Q", offset)[0])
        self.boot = self.take("QQ", 1792)
        assert self.heap_size % CHUNK == 0 and 2 * CHUNK <= self.heap_size <= len(self.data)
        assert self.heap_lock == 0 and self.state == 1
        # commit, number, evicted, process id, start time; a lone producer uses entry 0, the others must be 0
        self.commit = self.take("Q", 4096)[0]
        self.lease_number, self.evicted, self.process, self.started = self.take("QQQQ", 4096 + 128)
        assert 0 < self.lease_number < self.next_lease and self.evicted != self.lease_number
        assert self.commit < self.next_generation

    def read_chunk_words(self):
        """Of small maps only: words of segments must be 0."""
        count = self.heap_size // CHUNK
        assert count <= 4096
        words = self.take(f"{count}Q", 32768)
        self.kinds = [word & 0xFF for word in words]
        assert self.kinds[0] == HEAD and HEAD not in self.kinds[1:]
        for word, kind in zip(words, self.kinds):
            assert kind in (FREE, HEAD, TABLE, RECORDS, OWNED, ORPHAN)
            owner = self.lease_number << 6 if kind in (OWNED, RECORDS) else 0
            assert word >> 8 in (owner, 0 if kind == RECORDS else owner)

    def read_directory(self):
        table, log2 = self.root // CHUNK * CHUNK, self.root % CHUNK
        assert 13 <= log2 <= 40
        buckets = self.take(f"{2**log2}Q", table)
        chunks = range(table // CHUNK, (table + 8 * 2**log2) // CHUNK)
        assert [c for c, kind in enumerate(self.kinds) if kind == TABLE] == list(chunks)
        assert sum(word != 0 for word in buckets) <= len(buckets) / 2
        reached = set()
        for index, word in enumerate(buckets):
            if word > 1:
                offset = word % 2**48
                value = self.read_record(offset)
                assert word >> 48 == value >> 48
                probe = value % 2**log2
                while probe != index:
                    assert buckets[probe] != 0, "an empty bucket ends the probe"
                    probe = (probe + 1) % 2**log2
                assert offset not in reached
                reached.add(offset)
        for chunk, kind in enumerate(self.kinds):
            if kind == RECORDS:
                for offset in set(range(chunk * CHUNK, (chunk + 1) * CHUNK, 256)) - reached:
                    assert self.take("Q", offset)[0] == 0, "a record without bucket"
                    self.set_aside(offset + 8, offset + 32)  # what a removed record had there

    def own(self, offset, size):
        """A whole extent of granules that belongs to a record."""
        size = (size + 63) // 64 * 64
        assert offset % 64 == 0 and offset + size <= self.heap_size
        chunks = range(offset // CHUNK, (offset + size - 1) // CHUNK + 1)
        assert all(self.kinds[chunk] in (OWNED, ORPHAN) for chunk in chunks)
        self.extents.append((offset, size))
        return offset + size

    def read_record(self, offset):
        assert offset % 256 == 0 and self.kinds[offset // CHUNK] == RECORDS
        number, owner, value, info = self.take("QQQQ", offset)
        assert 0 < number < self.next_record and owner == self.lease_number << 6
        size, crc, of_record = self.take("IIQ", info)
        checksum, version, name_length, class_length = self.take("IiII", info + 24)
        assert 1 <= name_length <= 32768 and class_length <= 32768
        form, layout_length, fingerprint = self.take("IIQ", info + 40)
        assert form in (0, 1, 2) and (form != 0) == (layout_length != 0) and layout_length <= 1048576
        assert size == 64 + name_length + class_length + layout_length and of_record == number
        assert crc == crc32c(self.data[info + 8 : info + size])
        name, class_name, layout = self.take(f"{name_length}s{class_length}s{layout_length}s", info + 64)
        assert fingerprint == (hash_of(layout) if form else 0)
        self.set_aside(info + size, self.own(info, size))
        assert value == hash_of(name)
        record = Record(number, class_name.decode(), version, checksum, owner, self.commit, form, layout)
        for slot in range(4):
            generation, block = self.take("QQ", offset + 64 + 16 * slot)
            if block:
                payload = self.read_block(number, generation, block)
                if generation:
                    assert generation <= self.commit and generation not in record.versions
                    record.versions[generation] = payload
            else:
                assert generation == 0
        assert name.decode() not in self.records
        self.records[name.decode()] = record
        return value

    def read_block(self, number, generation, offset):
        capacity, of_record = self.take("QQ", offset)
        assert capacity % 64 == 0 and capacity >= 64 and of_record == number
        end = self.own(offset, capacity)
        if generation == 0:  # it waits for its next version
            self.set_aside(offset + 16, offset + 32)
            self.set_aside(offset + 40, offset + 44)
            self.set_aside(offset + 64, end)
            return None
        of_generation, length = self.take("QQ", offset + 16)
        assert of_generation == generation and length <= capacity - 64
        seal = self.take("I", offset + 40)[0]
        payload = self.take(f"{length}s", offset + 64)[0]
        header = bytearray(self.data[offset : offset + 64])
        header[40:44] = bytes(4)
        assert seal == (crc32c(bytes(header) + payload) if self.sealed else 0)
        self.set_aside(offset + 64 + length, end)
        return payload

    def set_free_memory_aside(self):
        self.extents.sort()
        for (offset, size), (following, _) in zip(self.extents, self.extents[1:]):
            assert offset + size <= following, "two extents overlap"
        for chunk, kind in enumerate(self.kinds):
            if kind == FREE:
                self.set_aside(chunk * CHUNK, (chunk + 1) * CHUNK)
            elif kind in (OWNED, ORPHAN):
                for granule in range(chunk * CHUNK, (chunk + 1) * CHUNK, 64):
                    if self.meaning[granule] == 0:
                        self.set_aside(granule, granule + 64)
        self.set_aside(self.heap_size, len(self.data))

    def require_nothing_else(self):
        for offset, (byte, meaning) in enumerate(zip(self.data, self.meaning)):
            assert meaning or not byte, f"byte {offset} is {byte}, and the page does not say what it means"


class Direct:
    """A direct payload, taken apart by its layout: objects are dictionaries, bases are in them by class name."""

    def __init__(self, layout, payload, order="<"):
        self.layout, self.payload, self.order = layout, payload, order
        top, rest = self.read_class(0)
        assert rest == len(layout)
        self.class_name, self.class_version, self.class_checksum = top[:3]
        self.value, used = self.load(top, 0)
        assert used == len(payload)

    def get(self, form, at):
        values = struct.unpack_from(self.order + form, self.layout, at)
        return *values, at + struct.calcsize(self.order + form)

    def get_text(self, at):
        length, at = self.get("H", at)
        return self.layout[at : at + length].decode(), at + length

    def read_class(self, at):
        name, at = self.get_text(at)
        version, checksum, foreign, count, at = self.get("iIBI", at)
        assert foreign in (0, 1)
        parts = []
        for _ in range(count):
            part, at = self.read_part(at)
            parts.append(part)
        return (name, version, checksum, parts), at

    def read_part(self, at):
        kind, at = self.get("B", at)
        if kind in (1, 2):
            cls, at = self.read_class(at)
            return (kind, cls[0], cls), at
        name, at = self.get_text(at)
        if kind in (3, 6, 7):
            return (kind, name), at
        elements, at = self.get("I", at)
        if kind == 4:
            cls, at = self.read_class(at)
            return (kind, name, elements, cls), at
        assert kind == 5
        code, form, at = self.get("Bc", at)
        packing, at = self.get_text(at)
        assert form.decode() in {18: "?", 5: "f", 19: "f", 8: "d", 9: "d"}.get(code, "bBhHiIqQ")
        assert not packing or code in (9, 19)
        return (kind, name, elements, form.decode()), at

    def load(self, cls, at):
        value = {}
        for kind, name, *more in cls[3]:
            if kind in (1, 2):
                value[name], at = self.load(more[0], at)
            elif kind == 4:
                objects = []
                for _ in range(more[0] or 1):
                    loaded, at = self.load(more[1], at)
                    objects.append(loaded)
                value[name] = objects if more[0] else objects[0]
            elif kind != 3:
                count, form = (0, "IIH") if kind in (6, 7) else more
                numbers = struct.unpack_from(f"{self.order}{count or ''}{form}", self.payload, at)
                at += struct.calcsize(f"{self.order}{count or ''}{form}")
                value[name] = list(numbers) if count or len(numbers) > 1 else numbers[0]
        return value, at


class HandMade:
    """A map of four chunks: head, table, records, and one of a producer that is gone."""

    LEASE = 3 << 6
    TABLE, RECORDS, BLOCKS = CHUNK, 2 * CHUNK, 3 * CHUNK

    def __init__(self, title="made by hand"):
        self.data = bytearray(4 * CHUNK)
        self.free = self.BLOCKS
        self.blocks = {}
        title = title.encode()
        self.put("8sQIIQQQQQ", 0, MAGIC, BYTE_ORDER, 1, 1024, 0, 0, 0, ABI, GEOMETRY)
        self.put("16sQIII", 64, bytes(range(16)), 1700000000 * 10**9, 1, 3, len(title))
        self.put(f"{len(title)}s", 256, title)
        self.renew_crc()
        words = {1024: 4 * CHUNK, 1152: self.TABLE + 13, 1280: 8, 1408: 5, 1664: 1, 1920: 12, 2048: 4}
        for offset, word in words.items():
            self.put("Q", offset, word)
        self.put("QQ", 1792, *boot_id())
        self.put("Q", 4096, 7)
        self.put("QQQQ", 4096 + 128, 3, 0, 4711, 1700000001 * 10**9)
        self.put("QQQQ", 32768, HEAD, TABLE, RECORDS + (self.LEASE << 8), OWNED + (self.LEASE << 8))

    def put(self, layout, offset, *values):
        struct.pack_into("=" + layout, self.data, offset, *values)

    def renew_crc(self):
        self.put("I", 1020, crc32c(self.data[:1020]))

    def take_granules(self, size):
        offset = self.free
        self.free += (size + 63) // 64 * 64
        return offset

    def add_record(self, index, number, name, class_name, version, checksum, slots):
        """`slots`: up to four pairs of generation and payload; generation 0: a block that is being written."""
        names = name.encode() + class_name.encode()
        info = self.take_granules(64 + len(names))
        self.put("QQ", info + 8, number, 0)
        self.put("IiII", info + 24, checksum, version, len(name), len(class_name))
        self.put(f"{len(names)}s", info + 64, names)
        size = 64 + len(names)
        self.put("II", info, size, crc32c(self.data[info + 8 : info + size]))
        offset = self.RECORDS + 256 * index
        value = hash_of(name.encode())
        self.put("QQQQ", offset, number, self.LEASE, value, info)
        for slot, (generation, payload) in enumerate(slots):
            capacity = (64 + len(payload) + 63) // 64 * 64 + 64
            block = self.take_granules(capacity)
            self.put("QQQQ", block, capacity, number, generation, len(payload))
            self.put(f"{len(payload)}s", block + 64, payload)
            self.put("I", block + 40, crc32c(self.data[block : block + 64 + len(payload)]))
            self.put("QQ", offset + 64 + 16 * slot, generation, block)
            self.blocks[name, generation] = block
        bucket = value % 8192
        while struct.unpack_from("=Q", self.data, self.TABLE + 8 * bucket)[0]:
            bucket = (bucket + 1) % 8192
        self.put("Q", self.TABLE + 8 * bucket, offset + (value >> 48 << 48))


def named(name, title):
    """What TNamed::Streamer writes: byte count, version; of TObject version, unique id, bits; two strings."""
    body = struct.pack(">HHII", 1, 1, 0, 0x03000000)
    for text in (name.encode(), title.encode()):
        body += bytes([len(text)]) + text
    return struct.pack(">I", 0x40000000 + len(body)) + body


def hand_made():
    made = HandMade()
    old, new, half = (named("greeting", text) for text in ("the first", "hello from the page", "never published"))
    made.add_record(5, 9, "greeting", "TNamed", 1, 0xDFB74A3C, [(6, old), (7, new), (0, half)])
    made.add_record(200, 11, "other", "TNamed", 1, 0xDFB74A3C, [(7, named("other", "another"))])
    return made


def run(*arguments):
    return subprocess.run(list(map(str, arguments)), capture_output=True, text=True, check=False)


def rootlet(*arguments):
    return run(BINARY / "tools" / "rootlet", *arguments)


def worker(*arguments):
    result = run(BINARY / "tests" / "map" / "map_worker", *arguments)
    assert result.returncode == 0, result.stderr


def pattern(number, count):
    """The payload of map_worker: words that all follow from the first."""
    words = [number, count] + [(number + i) * 0x9E3779B97F4A7C15 % 2**64 for i in range(2, count)]
    return struct.pack(f"={count}Q", *words)


def assert_listed(listing, name, record):
    found = re.search(rf"^{re.escape(name)} +(\S+) +(\d+) +(\d+)$", listing, re.MULTILINE)
    assert found, listing
    newest = record.newest
    assert found[1] == record.class_name
    assert sorted(map(int, found.groups()[1:])) == sorted([len(record.versions[newest]), newest])


def test_crc_is_the_one_of_the_page():
    assert crc32c(b"123456789") == 0xE3069283


def test_every_byte_of_a_map_of_objects_is_documented(tmp_path):
    path = tmp_path / "event.map"
    written = run(BINARY / "tutorials" / "event", "--role", "produce", "--file", path, "--events", "3")
    assert written.returncode == 0, written.stderr
    found = MapFile(path.read_bytes())
    assert found.boot == boot_id() and found.sealed == 1
    layouts = {name for name in found.records if name.startswith(".StreamerInfo/")}
    assert layouts and all(re.fullmatch(r"\.StreamerInfo/[^/]+/-?\d+/[0-9a-f]{8}", name) for name in layouts)
    assert all(found.records[name].class_name == "TStreamerInfo" for name in layouts)
    event = found.records["event"]
    assert event.class_name == "Event"
    assert f".StreamerInfo/Event/{event.class_version}/{event.class_checksum:08x}" in layouts
    listing = rootlet("ls", path)
    assert listing.returncode == 0, listing.stderr
    for name in found.records.keys() - layouts:
        assert_listed(listing.stdout, name, found.records[name])


def test_every_byte_of_a_map_whose_blocks_were_reused_is_documented(tmp_path):
    path = tmp_path / "pattern.map"
    worker("produce", path, 40)
    found = MapFile(path.read_bytes())
    record = found.records.pop("pattern")
    assert not found.records and found.notify == 40
    numbers = {struct.unpack_from("=Q", payload)[0] for payload in record.versions.values()}
    assert numbers == {38, 39, 40}
    for payload in record.versions.values():
        assert payload == pattern(*struct.unpack_from("=QQ", payload))
    assert struct.unpack_from("=Q", record.versions[record.newest])[0] == 40


def test_direct_payloads_are_documented(tmp_path):
    path = tmp_path / "direct.map"
    written = run(BINARY / "tests" / "map" / "direct_worker_1", "produce", path, "7")
    assert written.returncode == 0, written.stderr
    found = MapFile(path.read_bytes())
    objects = {}
    for name, record in found.records.items():
        if record.form == 1:
            direct = Direct(record.layout, record.versions[record.newest], found.order)
            facts = (direct.class_name, direct.class_version, direct.class_checksum)
            assert facts == (record.class_name, record.class_version, record.class_checksum)
            objects[name] = direct.value
    assert objects.keys() == {"numbers", "tail", "diamond", "plain", "evolving"}
    assert objects["plain"] == {"fShort": 7, "fInt": 8, "fFloat": 7.0}
    assert objects["tail"] == {"direct::Head": {"fNumber": 7, "fLast": 7}, "fReused": 7}
    diamond = objects["diamond"]
    assert diamond["direct::Left"] == {"direct::Head": {"fNumber": 7, "fLast": 7}, "fLeft": 8.0}
    assert diamond["direct::Right"] == {"fRight": 9.0}
    assert [half["fLeft"] for half in diamond["fHalves"]] == [7.0, 6.0]
    numbers = objects["numbers"]
    uid, bits, process = numbers["TObject"]
    assert (uid, bits & 1 << 14, process) == (7, 1 << 14, 0)
    assert numbers["fBools"] == [True, False, False] and numbers["fMatrix"] == list(range(7, 13))
    assert (numbers["fRange"], numbers["fSmall"], numbers["fWide"]) == (7.0, 200, -3)
    assert (numbers["fShort"], numbers["fLong64"], numbers["fULong64"]) == (-7, -7 << 32, 7 << 40)
    assert [point["fX"] for point in numbers["fPoints"]] == [7.0, 8.0, 9.0]
    assert numbers["fPoint"] == {"fX": 7.0, "fY": 7.5, "fTag": ord("h")}


KINDS = {"bool": "B", "f32": "f", "f64": "d"}
KINDS |= {f"{sign}{8 * 2**i}": letters[i] for sign, letters in (("i", "bhiq"), ("u", "BHIQ")) for i in range(4)}


def split_kind(text):
    """A kind, and what is behind it: it ends at the first blank outside of its angle brackets."""
    depth = 0
    for i, letter in enumerate(text):
        depth += (letter == "<") - (letter == ">")
        if letter == " " and depth == 0:
            return text[:i], text[i + 1 :]
    return text, ""


class SharedLayout:
    """A layout taken apart: of each class its size, alignment, version, name and members."""

    def __init__(self, text):
        self.classes = []
        assert text.endswith("\n")
        for line in text[:-1].split("\n"):
            if line.startswith("class "):
                size, align, version, name = line.split(" ", 4)[1:]
                self.classes.append((int(size), int(align), int(version), name, []))
            else:
                offset, rest = line.split(" ", 1)
                kind, rest = split_kind(rest)
                self.classes[-1][4].append((int(offset), kind, *rest.split(" ", 1)))

    def decode(self, payload):
        """The members of an object by name. What belongs to no member and no element must be 0."""
        self.payload = payload
        self.gaps = bytearray(payload)
        assert len(payload) >= self.classes[0][0]
        values = self.an_object(0, 0)
        assert not any(self.gaps)
        return values

    def an_object(self, index, at):
        size, align, _, _, members = self.classes[index]
        assert size % align == 0
        return {name: self.a_member(kind, at + offset) for offset, kind, name, *_ in members}

    def a_member(self, kind, at):
        """A value, or, if the kind has dimensions, lists of them."""
        head, close, tail = kind.rpartition(">")
        one, *dimensions = re.findall(r"[^\[\]]+", tail) if not close else [head + close, *re.findall(r"\d+", tail)]
        flat = [at + i * self.size_of(one) for i in range(math.prod(map(int, dimensions)))]
        flat = [self.a_value(one, where) for where in flat]
        for dimension in map(int, reversed(dimensions[1:])):
            flat = [flat[i : i + dimension] for i in range(0, len(flat), dimension)]
        return flat if dimensions else flat[0]

    def size_of(self, kind):
        """Of a kind, with its dimensions."""
        if kind == "string" or kind.endswith(">"):
            return 16
        one, *dimensions = re.findall(r"[^\[\]]+", kind)
        size = self.classes[int(one[1:])][0] if one[0] == "@" else 16 if one == "string" else None
        return (size or struct.calcsize("=" + KINDS[one])) * math.prod(map(int, dimensions))

    def a_value(self, kind, at):
        if kind[0] == "@":
            return self.an_object(int(kind[1:]), at)
        if kind == "string" or kind.endswith(">"):
            distance, size, room = self.number("qII", at)
            element = "i8" if kind == "string" else split_kind(kind.removeprefix("vector<")[:-1])[0]
            begin, length = at + distance, self.size_of(element)
            assert size <= room and (room == 0 or 0 <= begin <= begin + room * length <= len(self.payload))
            elements = [self.a_member(element, begin + i * length) for i in range(size)]
            if kind != "string":
                return elements
            assert not elements or elements.pop() == 0
            return bytes(elements).decode()
        value = self.number(KINDS[kind], at)[0]
        assert kind != "bool" or value in (0, 1)
        return value

    def number(self, letters, at):
        end = at + struct.calcsize("=" + letters)
        self.gaps[at:end] = bytes(end - at)
        return struct.unpack("=" + letters, self.payload[at:end])


def test_objects_that_lie_in_the_map_as_themselves_are_read_by_the_page(tmp_path):
    path = tmp_path / "shared.map"
    worker("share", path, 5)
    found = MapFile(path.read_bytes())
    assert sorted(found.records) == ["event", "pattern", "telemetry"], "no StreamerInfo"
    record = found.records["pattern"]
    assert (record.form, record.class_name, record.class_checksum) == (2, "shared_test::Pattern", 0)
    assert record.layout == b"class 4008 8 1 shared_test::Pattern\n0 u64 fNumber\n8 u64[500] fWords\n"
    numbers = set()
    for payload in record.versions.values():
        values = SharedLayout(record.layout.decode()).decode(payload)
        number = values["fNumber"]
        numbers.add(number)
        assert values["fWords"] == [(number + i) * 0x9E3779B97F4A7C15 % 2**64 for i in range(500)]
    assert numbers == {3, 4, 5}
    record = found.records["telemetry"]
    layout = SharedLayout(record.layout.decode())
    assert [name for _, _, _, name, _ in layout.classes] == ["shared_test::Telemetry", "shared_test::Hit"]
    types = {name: type_name[0] for _, _, name, *type_name in layout.classes[0][4] if type_name}
    assert types["fState"] == "shared_test::State" and types["fPhases"] == "std::complex<double>"
    values = layout.decode(record.versions[record.newest])
    hit = {"fX": 0.0, "fEnergy": 0.0, "fGood": 0}
    assert values["fHits"] == [hit, hit, {"fX": 5.0, "fEnergy": 0.5, "fGood": 1}]
    assert values["fGrid"] == [[[0, 0], [0, 0]], [[0, 5], [0, 0]]]
    assert values["fRate"] == [[2.5, 5.0, 7.5], [0.0, 0.0, 0.0]] and values["fFlags"] == [0, 0, 0, 1, 0]
    assert (values["shared_test::Named::fId"], values["shared_test::Named::fTag"]) == (7, ord("t"))
    assert (values["fI8"], values["fU64"], values["fState"], values["fChannel"]) == (-8, 64, 1, -1)
    assert values["fPhases"] == [[0.0, 0.0], [3.0, -4.0]] and values["fAge"] == 1500 and values["fSecret"] == 42
    record = found.records["event"]
    values = SharedLayout(record.layout.decode()).decode(record.versions[record.newest])
    tracks = [
        {"fName": f"track {i}", "fHits": [{"fGood": 1, "fX": 0.5 * i, "fTag": ord("h")}] * i, "fCharge": -i}
        for i in range(3)
    ]
    electron = {"fName": "", "fHits": [{"fGood": 0, "fX": 3.0, "fTag": ord("e")}], "fCharge": 0}
    muon = {"fName": "", "fHits": [], "fCharge": -1}
    assert (values["fTitle"], values["fNumber"], values["fNumbers"]) == ("an event", 7, [1.5, 2.5])
    assert (values["container_test::Base::fShorts"], values["fFlags"]) == ([-1, 2], [1, 0, 1])
    assert (values["fQualities"], values["fPoints"], values["fTracks"]) == ([1, 0], [[1.0, 2.0, 3.0]], tracks)
    assert values["fWords"] == ["", "a", "a word that is longer than short strings are"]
    assert (values["fDeep"], values["fPrivate"]) == ([[], [[], [4, 5, 6]]], [1, 2, 3])
    assert values["fGains"] == [{"first": channel, "second": channel * 0.5} for channel in (-3, 5, 9)]
    assert values["fByName"] == [{"first": "electron", "second": electron}, {"first": "muon", "second": muon}]
    assert (values["fTimes"], values["fLabels"]) == ([1500], ["", "label"])
    checked = rootlet("check", path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    dumped = rootlet("dump", path, "telemetry", "--json")
    assert dumped.returncode != 0 and "View<shared_test::Telemetry>" in dumped.stderr


def test_a_map_made_by_hand_is_one(tmp_path):
    path = tmp_path / "hand.map"
    path.write_bytes(hand_made().data)
    before = MapFile(path.read_bytes())
    checked = rootlet("check", path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    listing = rootlet("ls", path)
    assert listing.returncode == 0, listing.stderr
    for name, record in before.records.items():
        assert_listed(listing.stdout, name, record)
    for name, title in (("greeting", "hello from the page"), ("other", "another")):
        dumped = rootlet("dump", path, name, "--json")
        assert dumped.returncode == 0, dumped.stderr
        value = json.loads(dumped.stdout)
        assert (value["_typename"], value["fName"], value["fTitle"]) == ("TNamed", name, title)
    assert path.read_bytes() == hand_made().data


def test_the_seal_made_by_hand_counts(tmp_path):
    path = tmp_path / "hand.map"
    made = hand_made()
    made.data[made.blocks["greeting", 7] + 64 + 30] ^= 1
    path.write_bytes(made.data)
    with pytest.raises(AssertionError):
        MapFile(bytes(made.data))
    assert rootlet("check", path).returncode == 1
    dumped = rootlet("dump", path, "greeting", "--json")
    assert dumped.returncode == 0 and "older" in dumped.stderr
    assert json.loads(dumped.stdout)["fTitle"] == "the first"


def test_update_goes_on_with_a_map_made_by_hand(tmp_path):
    path = tmp_path / "hand.map"
    path.write_bytes(hand_made().data)
    before = MapFile(path.read_bytes())
    worker("update", path, 4)
    after = MapFile(path.read_bytes())
    assert (after.uuid, after.created, after.title) == (before.uuid, before.created, "made by hand")
    assert (after.lease_number, after.next_lease) == (4, 5)
    assert after.commit > before.commit and after.notify > before.notify
    for name, record in before.records.items():
        found = after.records.pop(name)
        assert (found.id, found.class_name, found.versions) == (record.id, record.class_name, record.versions)
        assert found.owner == 4 << 6
    added = after.records.pop("pattern")
    assert not after.records and added.id == 12
    assert added.versions == {after.commit: pattern(4, 375)}
    assert rootlet("check", path).returncode == 0


RESERVED = {
    "superblock": 100,
    "title": 256 + 700,
    "words": 1032,
    "boot id": 1808,
    "next lease": 2056,
    "segment": 3072,
    "lease": 4096 + 160,
    "another lease": 4096 + 256,
    "head": 20480,
    "chunk word behind the heap": 32768 + 8 * 4,
    "record": HandMade.RECORDS + 256 * 5 + 40,
    "record's end": HandMade.RECORDS + 256 * 5 + 128,
    "unused record": HandMade.RECORDS + 64,
}


@pytest.mark.parametrize("place", RESERVED)
def test_a_byte_without_meaning_is_noticed(place):
    made = hand_made()
    MapFile(bytes(made.data))
    made.data[RESERVED[place]] = 1
    made.renew_crc()
    with pytest.raises(AssertionError, match="does not say what it means"):
        MapFile(bytes(made.data))
