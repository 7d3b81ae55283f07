"""The StreamerInfo that real ROOT wrote for the golden classes is what dictgen finds in their headers."""

import json
import os
from pathlib import Path

import pytest
from conftest import FRAMEWORK, SOURCE
from dictgen import wire

PRECOMPILED = True

GOLDEN = Path(os.environ.get("ROOTLET_SHARED_DIR") or SOURCE.parent / "shared") / "golden-classes"
pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason="ROOTLET_SHARED_DIR has no golden-classes")

HEADERS = {
    "Basics.h": "current",
    "Packed.h": "current",
    "Containers.h": "current",
    "Graph.h": "current",
    "Evolve_v1.h": "evolve-v1",
    "Evolve_v2.h": "evolve-v2",
    "Evolve_v3.h": "evolve-v3",
}
MADE_BY_THE_RUNTIME = {"pair<int,double>", "pair<string,int>"}
FROM_OTHER_HEADERS = {"TObject", "TNamed", "TObjString", "TList", "TObjArray", "TClonesArray"}


def streamer_infos(file):
    manifest = json.loads((GOLDEN / "decoded" / "manifest.json").read_text())
    entry = next(
        e for e in manifest["entries"] if e["kind"] == "streamerinfo" and e["file"] == f"rootlet-classes/{file}.root"
    )
    record = json.loads((GOLDEN / "decoded" / entry["oracle"]).read_text())
    return {info["fName"]: info for info in record["arr"] if info["_typename"] == "TStreamerInfo"}


def base_facts(base):
    code = {"TObject": wire.TOBJECT_BASE, "TNamed": wire.TNAMED_BASE}.get(base.name, wire.BASE)
    return {
        "fName": base.name,
        "fTitle": base.title,
        "fType": code,
        "fSize": 0,
        "fTypeName": "BASE",
        "fMaxIndex": [0, base.checksum, 0, 0, 0],
        "fBaseVersion": base.version,
    }


def element_facts(element):
    length = 1
    for extent in element.dims:
        length *= extent
    facts = {
        "fName": element.name,
        "fTitle": element.annotation.title,
        "fType": element.code,
        "fSize": element.size,
        "fArrayLength": length if element.dims else 0,
        "fArrayDim": len(element.dims),
        "fMaxIndex": [*element.dims, 0, 0, 0, 0, 0][:5],
        "fTypeName": element.type_name,
    }
    if element.counter:
        facts["fCountName"] = element.counter.name
        facts["fCountClass"] = element.counter.class_name
        facts["fCountVersion"] = element.counter.version
    if element.stl_type:
        facts["fSTLtype"] = element.stl_type
        facts["fCtype"] = element.stl_content
    return facts


@pytest.mark.parametrize("header", HEADERS)
def test_streamer_info_is_that_of_root(dictgen, header):
    infos = streamer_infos(HEADERS[header])
    flags = [f"-I{folder}" for folder in FRAMEWORK]
    _, layouts = dictgen.layouts(str(GOLDEN / header), flags=flags)
    assert layouts
    for name, layout in layouts.items():
        info = infos[name]
        assert layout.checksum == info["fCheckSum"], name
        assert (1 if layout.cls.version is None else layout.cls.version) == info["fClassVersion"]
        ours = [base_facts(base) for base in layout.bases]
        ours += [element_facts(element) for element in layout.elements if element.form != "none"]
        theirs = [{key: element[key] for key in facts} for facts, element in zip(ours, info["fElements"]["arr"])]
        assert ours == theirs
        assert len(ours) == len(info["fElements"]["arr"])
        packed = [bool(e["fBits"] & 0x40) for e in info["fElements"]["arr"]]
        assert [False] * len(layout.bases) + [
            element.packing is not None and element.annotation.packing_text is not None
            for element in layout.elements
            if element.form != "none"
        ] == packed


def test_every_class_of_the_golden_file_is_covered(dictgen):
    found = set()
    for header in [h for h, file in HEADERS.items() if file == "current"]:
        flags = [f"-I{folder}" for folder in FRAMEWORK]
        found |= set(dictgen.layouts(str(GOLDEN / header), flags=flags)[1])
    assert found | MADE_BY_THE_RUNTIME | FROM_OTHER_HEADERS >= set(streamer_infos("current"))


# Checksums that ROOT 6 and 5.34 give classes whose members are ours (wire-format.md, golden StreamerInfo records).
FRAMEWORK_CHECKSUMS = {
    "TObject": 0x901BC02D,
    "TNamed": 0xDFB74A3C,
    "TString": 0x00017419,
    "TObjString": 0x9C8E4800,
    "TCollection": 0x57E3CB9C,
    "TSeqCollection": 0xFC6C3BC6,
    "TList": 0x69C5C3BB,
    "THashList": 0xCC7E49C1,
    "TObjArray": 0xA99E6552,
    "TArray": 0x007021B2,
    "TArrayF": 0x5A0BF6F1,
    "TAttLine": 0x94074549,
    "TAttFill": 0xFFD92A92,
    "TAttMarker": 0x291D8BEC,
    "TAttAxis": 0x5C6FFF3E,
    "TAxis": 0x5A496E70,
    "TH1": 0x1C3740C4,
    "TH1F": 0xE2939644,
    "TH1D": 0xF9B1569F,
    "TH2": 0x0182347F,
    "TH2F": 0x689CC295,
    "TProfile": 0x4BEDEE54,
}


def test_checksums_of_the_framework_are_those_of_root(dictgen):
    linkdef = dictgen.write("LinkDef.h", "#ifdef __CLING__\n#pragma link C++ class TString-;\n#endif\n")
    headers = [f"{name}.h" for name in FRAMEWORK_CHECKSUMS]
    _, layouts = dictgen.layouts(*headers, flags=[f"-I{folder}" for folder in FRAMEWORK], linkdef=str(linkdef))
    found = {name: hex(layouts[name].checksum) for name in FRAMEWORK_CHECKSUMS}
    assert found == {name: hex(checksum) for name, checksum in FRAMEWORK_CHECKSUMS.items()}
