"""The least ROOT file that a reader opens: objects that we streamed, each in a key, and the StreamerInfo record.

Used by test_jsroot.py. Everything is big-endian and uncompressed; the layout is that of the TFile pages of ROOT's
documentation. Invariant: tags in a payload count from the start of its key, so whoever streams an object must know
key_length() of it first.
"""

import struct

BEGIN = 100
DATE = ((2026 - 1995) << 26) | (1 << 22) | (1 << 17)
UUID = struct.pack(">H16x", 1)
VERSION = 62802


def text(string):
    data = string.encode()
    assert len(data) < 255
    return bytes([len(data)]) + data


def key_length(cls, name, title=""):
    return 26 + len(text(cls)) + len(text(name)) + len(text(title))


def key(cls, name, size, place, parent=BEGIN, title=""):
    """The header in front of `size` bytes at `place` in the file."""
    length = key_length(cls, name, title)
    fields = struct.pack(">ihiIhhii", length + size, 4, size, DATE, length, 1, place, parent)
    return fields + text(cls) + text(name) + text(title)


def write(path, objects, streamer_info):
    """`objects`: (class, name, payload) each; `streamer_info`: the payload of the record."""
    name = path.name
    directory_size = len(text(name)) + len(text("")) + 2 + 4 * 2 + 4 * 5 + len(UUID)
    place = BEGIN + key_length("TFile", name) + directory_size
    body, headers = b"", []
    for cls, object_name, payload in objects:
        header = key(cls, object_name, len(payload), place + len(body))
        headers.append(header)
        body += header + payload
    info_place = place + len(body)
    info = key("TList", "StreamerInfo", len(streamer_info), info_place) + streamer_info
    keys_place = info_place + len(info)
    listing = struct.pack(">i", len(headers)) + b"".join(headers)
    keys = key("TFile", name, len(listing), keys_place) + listing
    end = keys_place + len(keys)

    names_size = key_length("TFile", name) + len(text(name)) + len(text(""))
    directory = struct.pack(">hIIiiiii", 5, DATE, DATE, len(keys), names_size, BEGIN, 0, keys_place) + UUID
    first = key("TFile", name, directory_size, BEGIN, 0) + text(name) + text("") + directory
    # fBEGIN, fEND, fSeekFree, fNbytesFree, nfree, fNbytesName, fUnits, fCompress, fSeekInfo, fNbytesInfo
    header = b"root" + struct.pack(
        ">iiiiiiibiii", VERSION, BEGIN, end, end, 0, 0, names_size, 4, 0, info_place, len(info)
    )
    start = (header + UUID).ljust(BEGIN, b"\0") + first
    path.write_bytes(start + body + info + keys)
