"""Pieces of C++ text: identifiers for types."""

from dictgen.text import identifier


def test_a_plain_name_stays_readable():
    assert identifier("lab::detector::Hit") == "lab_detector_Hit"


def test_no_two_types_have_the_same_identifier():
    alike = [
        "Box<Hit>",
        "Box<Hit*>",
        "Box<Hit[3]>",
        "Box<Hit&>",
        "Box<1>",
        "Box<-1>",
        "Box::Hit",
        "Box_Hit",
        "Box__Hit",
    ]
    alike += ["a::b_c", "a_b::c", "a::b::c", "a_b_c", "_a::b::c", "a::b::c_", "X<X<int>,int>", "X<X<int,int> >"]
    assert len({identifier(name) for name in alike}) == len(alike)
    assert all(identifier(name).isidentifier() and "__" not in identifier(name) for name in alike)


def test_long_names_are_cut_and_stay_apart():
    names = ["ns::" + "Long" * 20 + end for end in ("A", "B")]
    assert len({identifier(name) for name in names}) == 2
    assert max(len(identifier(name)) for name in names) < 60
