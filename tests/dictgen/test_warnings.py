"""-W options: as with compilers, and in clang's form."""

import pytest

PRECOMPILED = True

HEADER = """#include "TObject.h"
class Event : public TObject {
   Float_t *fValues;
   Double32_t fX; //[1,0]
   ClassDefOverride(Event, 1)
};
"""
UNCOUNTED = "Event.h:3:13: {}: member 'Event::fValues' has no counter and is left out of the stream [{}DG021]"
REVERSED = (
    "Event.h:4:15: {}: member 'Event::fX' has the range '[1,0]' with its limits in the wrong order; "
    "mantissas of 1 bits are stored instead [{}DG081]"
)
SHOWN, ERROR = ("warning", ""), ("error", "-Werror,")

# Options, what becomes of DG021 and of DG081, the last line.
ROWS = [
    ([], SHOWN, SHOWN, "2 warnings generated."),
    (["-Werror"], ERROR, ERROR, "2 errors generated."),
    (["-Werror=DG021"], ERROR, SHOWN, "1 warning and 1 error generated."),
    (["-Werror=dg021"], ERROR, SHOWN, "1 warning and 1 error generated."),
    (["-Werror", "-Wno-error=DG021"], SHOWN, ERROR, "1 warning and 1 error generated."),
    (["-Wno-error=DG021", "-Werror"], SHOWN, ERROR, "1 warning and 1 error generated."),
    (["-Werror", "-Wno-error"], SHOWN, SHOWN, "2 warnings generated."),
    (["-Werror=DG081", "-Wno-error=DG081"], SHOWN, SHOWN, "2 warnings generated."),
    (["-Wno-DG021"], None, SHOWN, "1 warning generated."),
    (["-Wno-DG021", "-WDG021"], SHOWN, SHOWN, "2 warnings generated."),
    (["-Wno-DG021", "-Werror"], None, ERROR, "1 error generated."),
    (["-w"], None, None, ""),
    (["-w", "-Werror=DG081"], None, ERROR, "1 error generated."),
    (["-Werror=DG010"], SHOWN, SHOWN, "2 warnings generated."),
    (["-Wall", "-Werror=shadow", "-Wno-error=unused", "-Wno-unused"], SHOWN, SHOWN, "2 warnings generated."),
]


@pytest.mark.parametrize("options, uncounted, reversed_, last", ROWS, ids=[" ".join(row[0]) or "none" for row in ROWS])
def test_options_decide_about_warnings(dictgen, options, uncounted, reversed_, last):
    dictgen.write("Event.h", HEADER)
    run = dictgen.run("-o", "Dict.cxx", *options, "Event.h")
    messages = [UNCOUNTED.format(*uncounted)] if uncounted else []
    messages += [REVERSED.format(*reversed_)] if reversed_ else []
    assert [line for line in run.err.splitlines() if line.startswith("Event.h")] == messages
    assert (run.err.splitlines() or [""])[-1] == last
    assert run.status == ("error" in last)
    assert (dictgen.folder / "Dict.cxx").exists() == (run.status == 0)


@pytest.mark.parametrize(
    "option, message",
    [
        ("-Wno-DG999", "-Wno-DG999: there is no rule 'DG999'; --explain all lists them"),
        ("-Werror=DG9", "-Werror=DG9: there is no rule 'DG9'; --explain all lists them"),
        ("-Wno-DG010", "-Wno-DG010: DG010 is an error, not a warning, and stays one"),
        ("-Wno-error=DG010", "-Wno-error=DG010: DG010 is an error, not a warning, and stays one"),
    ],
)
def test_options_about_what_is_no_warning_are_refused(dictgen, option, message):
    dictgen.write("Event.h", HEADER)
    run = dictgen.run("-o", "Dict.cxx", option, "Event.h")
    assert (run.status, run.err) == (2, f"dictgen: error: {message}\n")
