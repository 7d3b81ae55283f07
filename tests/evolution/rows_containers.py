"""Rows of the evolution matrix: containers. See row.py for what a row says."""

from row import Kind, Row, Way, members, sets


# A class in two versions, for containers of it.
POINT = (
    "class Point { public: Int_t fX = 1; Int_t fGone = 2; ClassDefNV(Point, V) };",
    "class Point { public: Int_t fNew = 3; Double_t fX = 0.5; ClassDefNV(Point, V) };",
)

LINES = (
    "class Line { public: std::vector<Point> fPoints; std::vector<Int_t> fTags; ClassDefNV(Line, 1) };"
    "std::vector<Line> fLines;"
)


def points(name: str, old: str, new: str, there: Way, back: Way, **more) -> Row:
    """The class Point has two versions; `old` and `new` are the members of Host."""
    hosts = [
        f"{point} class Host {{ public: {text}\n   ClassDefNV(Host, V) }};" for point, text in zip(POINT, (old, new))
    ]
    return Row(name, *hosts, there, back, **more)


KIND = Kind(
    "kind of container",
    (
        members(
            "vector_list",
            "std::vector<Int_t> m = {7};",
            "std::list<Int_t> m = {8};",
            [("1, 2, 3", "1, 2, 3"), ("", "")],
            [("4, 5", "4, 5")],
        ),
        members(
            "vector_deque", "std::vector<Float_t> m;", "std::deque<Float_t> m;", [("1, 2", "1, 2")], [("3, 4", "3, 4")]
        ),
        members("vector_set", "std::vector<Int_t> m;", "std::set<Int_t> m;", [("3, 1, 3", "1, 3")], [("5, 4", "4, 5")]),
        members(
            "list_multiset",
            "std::list<Int_t> m;",
            "std::multiset<Int_t> m;",
            [("3, 1, 3", "1, 3, 3")],
            [("5, 4, 5", "4, 5, 5")],
        ),
        members(
            "set_unordered",
            "std::set<Int_t> m;",
            "std::unordered_set<Int_t> m;",
            [("1, 2", "1, 2")],
            [("5, 4", "4, 5")],
        ),
        members(
            "vector_forward",
            "std::vector<std::string> m;",
            "std::forward_list<std::string> m;",
            [('"a", "b"', '"a", "b"')],
            [('"c"', '"c"')],
        ),
        members(
            "map_unordered",
            "std::map<Int_t, Float_t> m;",
            "std::unordered_map<Int_t, Float_t> m;",
            [("{1, 1.5f}, {2, 2.5f}", "{1, 1.5f}, {2, 2.5f}")],
            [("{3, 3.5f}", "{3, 3.5f}")],
        ),
        members(
            "map_multimap",
            "std::map<Int_t, std::string> m;",
            "std::multimap<Int_t, std::string> m;",
            [('{1, "a"}', '{1, "a"}')],
            [('{3, "first"}, {3, "second"}, {4, ""}', '{3, "first"}, {4, ""}')],
        ),
        members(
            "pairs_map",
            "std::vector<std::pair<Int_t, Float_t>> m;",
            "std::map<Int_t, Float_t> m;",
            [("{2, 2.5f}, {1, 1.5f}, {2, 9.f}", "{1, 1.5f}, {2, 2.5f}")],
            [("{3, 3.5f}", "{3, 3.5f}")],
        ),
        members(
            "text_pairs_map",
            "std::vector<std::pair<std::string, Short_t>> m;",
            "std::map<std::string, Short_t> m;",
            [('{"b", 1}, {"a", 2}', '{"a", 2}, {"b", 1}')],
            [('{"c", 3}', '{"c", 3}')],
        ),
        members(
            "map_pairs",
            "std::multimap<std::string, Int_t> m;",
            "std::list<std::pair<std::string, Double_t>> m;",
            [('{"b", 1}, {"a", 2}, {"b", 3}', '{"a", 2.}, {"b", 1.}, {"b", 3.}')],
            [('{"d", 2.75}, {"c", 1.}', '{"c", 1}, {"d", 2}')],
        ),
        members(
            "bits",
            "std::vector<bool> m;",
            "std::bitset<4> m;",
            [("true, false, true", "5u")],
            [("9u", "true, false, false, true")],
        ),
    ),
)

ELEMENTS = Kind(
    "element, key and value type of a container",
    (
        members(
            "vector_int_double",
            "std::vector<Int_t> m;",
            "std::vector<Double_t> m;",
            [("1, -2", "1, -2")],
            [("1.5, -2.5, 1e10", "1, -2, 2147483647")],
        ),
        members(
            "vector_float_list_double",
            "std::vector<Float_t> m;",
            "std::list<Double_t> m;",
            [("0.5f, 1.5f", "0.5, 1.5")],
            [("2.5", "2.5f")],
        ),
        members(
            "vector_bool_int",
            "std::vector<bool> m;",
            "std::vector<Int_t> m;",
            [("true, false", "1, 0")],
            [("0, 256", "false, true")],
        ),
        members(
            "vector_packed",
            "std::vector<Double32_t> m;",
            "std::vector<Double_t> m;",
            [("0.5", "0.5")],
            [("0.1", "static_cast<double>(0.1f)")],
        ),
        members(
            "set_double_int",
            "std::set<Double_t> m;",
            "std::set<Int_t> m;",
            [("1.25, 1.75, 2.5", "1, 2")],
            [("5, 6", "5, 6")],
        ),
        Row(
            "vector_enum",
            "enum E { kA = 1, kB = 5 }; class Host { public: std::vector<E> m0; ClassDefNV(Host, V) };",
            "std::vector<Short_t> m0;",
            sets([("kB, kA", "5, 1")]),
            sets([("1, 5", "kA, kB")]),
        ),
        members(
            "vector_string_tstring",
            "std::vector<std::string> m;",
            "std::list<TString> m;",
            [('"a", "b"', '"a", "b"')],
            [('"c"', '"c"')],
        ),
        members(
            "map_types",
            "std::map<Int_t, Float_t> m;",
            "std::map<Long64_t, Double_t> m;",
            [("{1, 1.5f}, {2, 2.5f}", "{1, 1.5}, {2, 2.5}")],
            [("{4294967299, 0.5}, {4, 1.}", "{3, 0.5f}, {4, 1.f}")],
        ),
        members(
            "map_text_value",
            "std::map<std::string, Int_t> m;",
            "std::unordered_map<std::string, Short_t> m;",
            [('{"a", 70000}', '{"a", 4464}')],
            [('{"b", -2}', '{"b", -2}')],
        ),
        members(
            "pair_types",
            "std::pair<Int_t, Float_t> m = {7, 8};",
            "std::pair<Double_t, Double_t> m = {0.5, 0.5};",
            [("1, 1.5f", "1., 1.5")],
            [("2.5, 3.5", "2, 3.5f")],
        ),
    ),
)

NESTED = Kind(
    "nested containers",
    (
        members(
            "nested_vectors",
            "std::vector<std::vector<Int_t>> m;",
            "std::list<std::vector<Double_t>> m;",
            [("{1, 2}, {}, {3}", "{1, 2}, {}, {3}")],
            [("{1.5}, {2.5, 3.5}", "{1}, {2, 3}")],
        ),
        members(
            "nested_array",
            "std::vector<Int_t> m[2] = {{7}, {8}};",
            "std::vector<std::vector<Float_t>> m;",
            [
                (
                    "std::vector<Int_t>{1, 2}, std::vector<Int_t>{3}",
                    "std::vector<Float_t>{1, 2}, std::vector<Float_t>{3}",
                )
            ],
            [("std::vector<Float_t>{4}", "std::vector<Int_t>{4}, std::vector<Int_t>{8}")],
        ),
        members(
            "nested_dimensions",
            "std::vector<std::vector<Int_t>> m;",
            "Float_t m[2][3] = {{7, 8, 9}, {10, 11, 12}};",
            [
                ("{1, 2}, {3, 4, 5, 6}, {99}", "1.f, 2.f, 9.f, 3.f, 4.f, 5.f"),
                ("{1}", "1.f, 8.f, 9.f, 10.f, 11.f, 12.f"),
                ("", "7.f, 8.f, 9.f, 10.f, 11.f, 12.f"),
            ],
            [("1.5f, 2.f, 3.f, 4.f, 5.f, 6.f", "{1, 2, 3}, {4, 5, 6}")],
        ),
        members(
            "nested_three",
            "std::list<std::vector<std::vector<Short_t>>> m;",
            "Int_t m[2][1][2] = {};",
            [("{{1, 2}}, {{3}}", "1, 2, 3, 0")],
            [("1, 2, 3, 4", "{{1, 2}}, {{3, 4}}")],
        ),
        members(
            "nested_singles",
            "std::vector<Int_t> m;",
            "std::vector<std::vector<Double_t>> m;",
            [("1, 2", "{1.}, {2.}")],
            [("", "")],
        ),
        members(
            "nested_map",
            "std::map<std::string, std::vector<Int_t>> m;",
            "std::map<std::string, std::list<Float_t>> m;",
            [('{"a", {1, 2}}, {"b", {}}', '{"a", {1, 2}}, {"b", {}}')],
            [('{"c", {3}}', '{"c", {3}}')],
        ),
        members(
            "map_of_maps",
            "std::map<Int_t, std::map<Int_t, Float_t>> m;",
            "std::map<Short_t, std::map<Int_t, Double_t>> m;",
            [("{1, {{2, 2.5f}}}, {3, {}}", "{1, {{2, 2.5}}}, {3, {}}")],
            [("{4, {{5, 5.5}}}", "{4, {{5, 5.5f}}}")],
        ),
    ),
)

OPTIONAL = Kind(
    "`std::optional` and container",
    (
        members(
            "optional_vector",
            "std::optional<Int_t> m;",
            "std::vector<Double_t> m = {0.5};",
            [("5", "5."), ("std::nullopt", "")],
            [("6.5", "6"), ("", "std::nullopt")],
        ),
        members(
            "optional_scalar",
            "std::optional<Int_t> m;",
            "Double_t m = 0.5;",
            [("5", "5."), ("std::nullopt", "0.5")],
            [("6.5", "6"), ("0.", "0")],
        ),
    ),
)

OF_CLASS = Kind(
    "container of a class that has changed",
    (
        points(
            "vector_of",
            "std::vector<Point> m;",
            "std::vector<Point> m;",
            Way(
                "h.m.resize(2); h.m[1].fX = 5;",
                {"h.m.size()": "2", "h.m[0].fX": "1.", "h.m[1].fX": "5.", "h.m[1].fNew": "3"},
            ),
            Way("h.m.resize(2); h.m[1].fX = 6.5;", {"h.m.size()": "2", "h.m[1].fX": "6", "h.m[1].fGone": "2"}),
        ),
        Row(
            "base_of",
            *(f"{point} class Host : public std::vector<Point> {{ public: ClassDefNV(Host, 1) }};" for point in POINT),
            Way("h.resize(2); h[1].fX = 5;", {"h.size()": "2", "h[0].fX": "1.", "h[1].fX": "5.", "h[1].fNew": "3"}),
            Way("h.resize(2); h[1].fX = 6.5;", {"h.size()": "2", "h[1].fX": "6", "h[1].fGone": "2"}),
        ),
        points(
            "vector_list_of",
            "std::vector<Point> m;",
            "std::list<Point> m;",
            Way("h.m.resize(2); h.m[1].fX = 5;", {"h.m.size()": "2", "h.m.back().fX": "5.", "h.m.back().fNew": "3"}),
            Way("h.m.resize(2); h.m.back().fX = 6.5;", {"h.m.size()": "2", "h.m[1].fX": "6", "h.m[1].fGone": "2"}),
        ),
        points(
            "map_of",
            "std::map<std::string, Point> m;",
            "std::map<std::string, Point> m;",
            Way('h.m["a"].fX = 5;', {"h.m.size()": "1", 'h.m["a"].fX': "5.", 'h.m["a"].fNew': "3"}),
            Way('h.m["a"].fX = 6.5;', {"h.m.size()": "1", 'h.m["a"].fX': "6", 'h.m["a"].fGone': "2"}),
        ),
        points(
            "unordered_map_of",
            "std::map<Int_t, Point> m;",
            "std::unordered_map<Long64_t, Point> m;",
            Way("h.m[5].fX = 5;", {"h.m.size()": "1", "h.m[5].fX": "5.", "h.m[5].fNew": "3"}),
            Way("h.m[6].fX = 6.5;", {"h.m.size()": "1", "h.m[6].fX": "6", "h.m[6].fGone": "2"}),
        ),
        points(
            "pairs_of",
            "std::vector<std::pair<Int_t, Point>> m;",
            "std::map<Int_t, Point> m;",
            Way(
                "h.m.resize(1); h.m[0].first = 5; h.m[0].second.fX = 6;",
                {"h.m.size()": "1", "h.m[5].fX": "6.", "h.m[5].fNew": "3"},
            ),
            Way(
                "h.m[6].fX = 6.5;",
                {"h.m.size()": "1", "h.m[0].first": "6", "h.m[0].second.fX": "6", "h.m[0].second.fGone": "2"},
            ),
        ),
        points(
            "nested_of",
            "std::vector<std::vector<Point>> m;",
            "std::vector<std::list<Point>> m;",
            Way(
                "h.m.resize(2); h.m[1].resize(2); h.m[1][1].fX = 5;",
                {"h.m.size()": "2", "h.m[1].size()": "2", "h.m[1].back().fX": "5.", "h.m[1].back().fNew": "3"},
            ),
            Way(
                "h.m.resize(2); h.m[1].resize(2); h.m[1].back().fX = 6.5;",
                {"h.m.size()": "2", "h.m[1].size()": "2", "h.m[1].back().fX": "6", "h.m[1].back().fGone": "2"},
            ),
        ),
        points(
            "array_of",
            "Point m[2];",
            "Point m[3];",
            Way("h.m[1].fX = 5;", {"h.m[0].fX": "1.", "h.m[1].fX": "5.", "h.m[1].fNew": "3", "h.m[2].fX": "0.5"}),
            Way("h.m[1].fX = 6.5;", {"h.m[0].fX": "0", "h.m[1].fX": "6", "h.m[1].fGone": "2"}),
        ),
        points(
            "std_array_of",
            "std::array<Point, 2> m;",
            "std::vector<Point> m;",
            Way("h.m[1].fX = 5;", {"h.m.size()": "2", "h.m[0].fX": "1.", "h.m[1].fX": "5.", "h.m[1].fNew": "3"}),
            Way("h.m.resize(1); h.m[0].fX = 6.5;", {"h.m[0].fX": "6", "h.m[1].fX": "1", "h.m[0].fGone": "2"}),
        ),
        points(
            "loop_of",
            "Int_t fN = 0; Point *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            "std::vector<Point> m;",
            Way(
                "h.fN = 2; h.m = new Point[2]; h.m[1].fX = 5;",
                {"h.m.size()": "2", "h.m[0].fX": "1.", "h.m[1].fX": "5.", "h.m[1].fNew": "3"},
            ),
            Way("h.m.resize(1); h.m[0].fX = 6.5;", {"h.fN": "1", "h.m ? h.m[0].fX : 0": "6"}),
        ),
        points(
            "pointers_of",
            "std::vector<Point *> m; ~Host() { for (Point *p : m) delete p; }",
            "std::list<Point *> m; ~Host() { for (Point *p : m) delete p; }",
            Way(
                "h.m = {new Point, nullptr}; h.m[0]->fX = 5;",
                {"h.m.size()": "2", "h.m.front()->fX": "5.", "h.m.front()->fNew": "3", "h.m.back() == nullptr": "true"},
            ),
            Way(
                "h.m = {new Point}; h.m.front()->fX = 6.5;",
                {"h.m.size()": "1", "h.m[0]->fX": "6", "h.m[0]->fGone": "2"},
            ),
        ),
        points(
            "pointers_values",
            "std::vector<Point *> m; ~Host() { for (Point *p : m) delete p; }",
            "std::vector<Point> m;",
            Way("h.m = {new Point}; h.m[0]->fX = 5;", {"h.m.size()": "1", "h.m[0].fX": "5.", "h.m[0].fNew": "3"}),
            Way("h.m.resize(2); h.m[1].fX = 6.5;", {"h.m.size()": "2", "h.m[1]->fX": "6", "h.m[1]->fGone": "2"}),
        ),
        points(
            "two_levels",
            "std::vector<Int_t> fBefore; std::vector<Point> m;" + LINES,
            "std::vector<Point> m; std::vector<Int_t> fBefore;" + LINES,
            Way(
                "h.fBefore = {1}; h.fLines.resize(2); h.fLines[0].fPoints.resize(1); h.fLines[1].fPoints.resize(2);"
                "h.fLines[1].fPoints[1].fX = 5; h.fLines[1].fTags = {4};",
                {
                    "h.fBefore": "1",
                    "h.fLines.size()": "2",
                    "h.fLines[0].fPoints.size()": "1",
                    "h.fLines[1].fPoints[1].fX": "5.",
                    "h.fLines[1].fPoints[1].fNew": "3",
                    "h.fLines[1].fTags": "4",
                },
            ),
            Way(
                "h.fLines.resize(2); h.fLines[1].fPoints.resize(2); h.fLines[1].fPoints[1].fX = 6.5;"
                "h.fLines[0].fTags = {4, 5};",
                {
                    "h.fLines.size()": "2",
                    "h.fLines[1].fPoints[1].fX": "6",
                    "h.fLines[1].fPoints[1].fGone": "2",
                    "h.fLines[0].fTags": "4, 5",
                },
            ),
        ),
    ),
)

KINDS = (KIND, ELEMENTS, NESTED, OPTIONAL, OF_CLASS)
