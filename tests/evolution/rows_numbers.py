"""Rows of the evolution matrix: numbers and arrays of them. See row.py for what a row says."""

from row import Kind, Row, Way, members, sets


INTEGERS = Kind(
    "integer types",
    (
        members(
            "int_short",
            "Int_t m = 1;",
            "Short_t m = 1;",
            [("5", "5"), ("-6", "-6"), ("70000", "4464")],
            [("7", "7"), ("-8", "-8")],
        ),
        members(
            "int_long64",
            "Int_t m = 1;",
            "Long64_t m = 1;",
            [("-5", "-5"), ("2147483647", "2147483647")],
            [("6", "6"), ("4294967301", "5"), ("-1", "-1")],
        ),
        members("long_int", "Long_t m = 1;", "Int_t m = 1;", [("-5", "-5"), ("4294967301", "5")], [("-6", "-6")]),
        members(
            "int_unsigned",
            "Int_t m = 1;",
            "UInt_t m = 1;",
            [("5", "5"), ("-1", "4294967295u")],
            [("6", "6"), ("4294967295u", "-1")],
        ),
        members("ushort_short", "UShort_t m = 1;", "Short_t m = 1;", [("5", "5"), ("65535", "-1")], [("-2", "65534")]),
        members(
            "long64_ulong64",
            "Long64_t m = 1;",
            "ULong64_t m = 1;",
            [("5", "5"), ("-1", "18446744073709551615u")],
            [("6", "6"), ("18446744073709551615u", "-1")],
        ),
        members("ulong_short", "ULong_t m = 1;", "Short_t m = 1;", [("65537", "1")], [("-1", "18446744073709551615u")]),
        members(
            "char_int", "Char_t m = 1;", "Int_t m = 1;", [("'A'", "65"), ("-3", "-3")], [("66", "'B'"), ("300", "44")]
        ),
        members("uchar_char", "UChar_t m = 1;", "Char_t m = 1;", [("5", "5"), ("255", "-1")], [("-2", "254")]),
        members(
            "bool_int",
            "Bool_t m = false;",
            "Int_t m = 7;",
            [("true", "1"), ("false", "0")],
            [("2", "true"), ("0", "false"), ("256", "true")],
        ),
        members("bool_ulong64", "Bool_t m = false;", "ULong64_t m = 7;", [("true", "1")], [("1ull << 40", "true")]),
    ),
)

FLOATING = Kind(
    "integers and floating point types",
    (
        members(
            "int_double",
            "Int_t m = 1;",
            "Double_t m = 0.5;",
            [("5", "5."), ("-2147483647 - 1", "-2147483648.")],
            [
                ("2.75", "2"),
                ("-2.75", "-2"),
                ("1e10", "2147483647"),
                ("-1e10", "-2147483647 - 1"),
                ("std::numeric_limits<double>::quiet_NaN()", "0"),
            ],
        ),
        members(
            "unsigned_double",
            "UInt_t m = 1;",
            "Double_t m = 0.5;",
            [("4294967295u", "4294967295.")],
            [("4294967295.", "4294967295u"), ("-1.", "0"), ("1e10", "4294967295u")],
        ),
        members(
            "long64_float",
            "Long64_t m = 1;",
            "Float_t m = 0.5f;",
            [("1ll << 40", "1099511627776.f")],
            [("-3.5f", "-3"), ("1e30f", "9223372036854775807ll")],
        ),
        members(
            "ulong64_double",
            "ULong64_t m = 1;",
            "Double_t m = 0.5;",
            [("1ull << 63", "9223372036854775808.")],
            [("9223372036854775808.", "1ull << 63"), ("-1.", "0"), ("1e30", "18446744073709551615u")],
        ),
        members(
            "short_float", "Short_t m = 1;", "Float_t m = 0.5f;", [("-5", "-5.f")], [("1e6f", "32767"), ("-7.9f", "-7")]
        ),
        members(
            "char_double", "Char_t m = 1;", "Double_t m = 0.5;", [("-5", "-5.")], [("65.5", "'A'"), ("1000.", "127")]
        ),
        members(
            "bool_double",
            "Bool_t m = false;",
            "Double_t m = 0.5;",
            [("true", "1.")],
            [("0.25", "true"), ("0.", "false")],
        ),
        members(
            "float_double",
            "Float_t m = 1;",
            "Double_t m = 0.5;",
            [("0.1f", "static_cast<double>(0.1f)")],
            [("0.1", "0.1f"), ("1e300", "std::numeric_limits<float>::infinity()")],
        ),
    ),
)

PACKED = Kind(
    "`Double32_t` and `Float16_t`, packed or not",
    (
        members(
            "double32_double",
            "Double32_t m = 1;",
            "Double_t m = 0.5;",
            [("0.25", "0.25")],
            [("0.1", "static_cast<double>(0.1f)")],
        ),
        members(
            "ranged_float",
            "Double32_t m = 1; //[0,10,8]",
            "Float_t m = 0.5;",
            [("2.5", "2.5f")],
            [("7.5f", "7.5"), ("20.f", "10.")],
        ),
        members(
            "ranged_int", "Double32_t m = 1; //[0,10,8]", "Int_t m = 7;", [("2.5", "2")], [("5", "5."), ("-5", "0.")]
        ),
        members(
            "ranges",
            "Double32_t m = 1; //[0,10,8]",
            "Double32_t m = 1; //[-64,64,16]",
            [("2.5", "2.5")],
            [("7.5", "7.5"), ("-3.", "0.")],
        ),
        members(
            "packing_added", "Double32_t m = 1;", "Double32_t m = 1; //[0,0,10]", [("0.5", "0.5")], [("-0.25", "-0.25")]
        ),
        members("float16_double", "Float16_t m = 1;", "Double_t m = 0.5;", [("0.5f", "0.5")], [("1.5", "1.5f")]),
        members(
            "float16_double32",
            "Float16_t m = 1; //[0,16,8]",
            "Double32_t m = 0.5; //[0,1,8]",
            [("0.5f", "0.5")],
            [("1.", "1.f")],
        ),
        members("float16_long64", "Float16_t m = 1;", "Long64_t m = 7;", [("-2.5f", "-2")], [("3", "3.f")]),
    ),
)

ENUMS = Kind(
    "enumerations",
    (
        Row(
            "enum_int",
            "enum E { kA = 1, kB = 70000 }; class Host { public: E m0 = kA; ClassDefNV(Host, V) };",
            "Int_t m0 = 7;",
            sets([("kB", "70000")]),
            sets([("70000", "kB")]),
        ),
        Row(
            "enum_short",
            "enum E { kA = 1, kB = -5 }; class Host { public: E m0 = kA; ClassDefNV(Host, V) };",
            "Short_t m0 = 7;",
            sets([("kB", "-5")]),
            sets([("-5", "kB")]),
        ),
        Row(
            "enum_double",
            "enum E { kA = 1, kB = 5 }; class Host { public: E m0 = kA; ClassDefNV(Host, V) };",
            "Double_t m0 = 7;",
            sets([("kB", "5.")]),
            sets([("5.5", "kB")]),
        ),
        Row(
            "enum_scoped",
            "enum E { kA = 1, kB = 5 }; class Host { public: E m0 = kA; ClassDefNV(Host, V) };",
            "enum class S : char { kX = 1, kY = 5 }; class Host { public: S m0 = S::kX; ClassDefNV(Host, V) };",
            sets([("kB", "S::kY")]),
            sets([("S::kY", "kB")]),
        ),
        Row(
            "enum_bool",
            "enum E { kA = 1, kB = 5, kNone = 0 }; class Host { public: E m0 = kB, m1 = kB; ClassDefNV(Host, V) };",
            "Bool_t m0 = false, m1 = true;",
            sets([("kB", "true"), ("kNone", "false")]),
            sets([("true", "kA"), ("false", "kNone")]),
        ),
        Row(
            "enum_array",
            "enum E { kA = 1, kB = 5 }; class Host { public: E m0[2] = {kA, kA}; ClassDefNV(Host, V) };",
            "Long64_t m0[2] = {7, 7};",
            sets([("kA, kB", "1, 5")]),
            sets([("5, 1", "kB, kA")]),
        ),
    ),
)

ARRAYS = Kind(
    "length, dimensions and element type of a fixed array",
    (
        members(
            "array_grown",
            "Int_t m[2] = {7, 8};",
            "Int_t m[4] = {-1, -2, -3, -4};",
            [("1, 2", "1, 2, -3, -4")],
            [("1, 2, 3, 4", "1, 2")],
        ),
        members(
            "array_flat",
            "Int_t m[2][3] = {};",
            "Int_t m[6] = {};",
            [("1, 2, 3, 4, 5, 6", "1, 2, 3, 4, 5, 6")],
            [("6, 5, 4, 3, 2, 1", "6, 5, 4, 3, 2, 1")],
        ),
        members(
            "array_turned",
            "Short_t m[2][3] = {};",
            "Short_t m[3][2] = {};",
            [("1, 2, 3, 4, 5, 6", "1, 2, 3, 4, 5, 6")],
            [("6, 5, 4, 3, 2, 1", "6, 5, 4, 3, 2, 1")],
        ),
        members(
            "array_float_double",
            "Float_t m[2] = {};",
            "Double_t m[3] = {7, 8, 9};",
            [("1.5f, 2.5f", "1.5, 2.5, 9.")],
            [("0.5, 1.5, 2.5", "0.5f, 1.5f")],
        ),
        members(
            "array_packed",
            "Double32_t m[2] = {}; //[0,10,8]",
            "UChar_t m[2] = {};",
            [("2.5, 5.", "2, 5")],
            [("5, 10", "5., 10.")],
        ),
        members(
            "array_bool",
            "Bool_t m[3] = {};",
            "Int_t m[2] = {};",
            [("true, false, true", "1, 0")],
            [("0, 256", "false, true, false")],
        ),
        members(
            "array_std",
            "Int_t m[2] = {};",
            "std::array<Int_t, 3> m = {7, 8, 9};",
            [("1, 2", "{1, 2, 9}")],
            [("{3, 4, 5}", "3, 4")],
        ),
        members(
            "array_scalar", "Int_t m[3] = {7, 8, 9};", "Double_t m = 0.5;", [("1, 2, 3", "1.")], [("4.5", "4, 8, 9")]
        ),
    ),
)

SEQUENCES = Kind(
    "fixed array, `std::array`, counted array and container of numbers",
    (
        members(
            "array_vector",
            "Int_t m[3] = {7, 8, 9};",
            "std::vector<Double_t> m = {0.5};",
            [("1, 2, 3", "1., 2., 3.")],
            [("4., 5.", "4, 5, 9")],
        ),
        members(
            "std_array_list",
            "std::array<Float_t, 2> m = {};",
            "std::list<Double_t> m;",
            [("1.5f, 2.5f", "1.5, 2.5")],
            [("4., 5., 6.", "4.f, 5.f")],
        ),
        Row(
            "counted_vector",
            "Int_t fN = 0; Float_t *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            "std::vector<Double_t> m = {0.5};",
            Way("h.fN = 2; h.m = new Float_t[2]{1.5f, 2.5f};", {"h.m": "1.5, 2.5"}),
            Way("h.m = {3., 4., 5.};", {"Counted(h.m, h.fN)": "3, 4, 5"}),
        ),
        Row(
            "counted_array",
            "Int_t fN = 0; Short_t *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            "Int_t fN = 0; Int_t m[3] = {7, 8, 9};",
            Way("h.fN = 2; h.m = new Short_t[2]{1, 2};", {"h.m": "1, 2, 9", "h.fN": "2"}),
            Way("h.fN = 3; Set(h.m, {3, 4, 5});", {"Counted(h.m, h.fN)": "3, 4, 5"}),
        ),
        Row(
            "counted_element",
            "Int_t fN = 0; Float_t *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            "Int_t fN = 0; Long64_t *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            Way("h.fN = 2; h.m = new Float_t[2]{1.5f, -2.5f};", {"Counted(h.m, h.fN)": "1, -2"}),
            Way("h.fN = 1; h.m = new Long64_t[1]{5};", {"Counted(h.m, h.fN)": "5"}),
        ),
        Row(
            "counter_type",
            "UInt_t fN = 0; Float_t *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            "Int_t fN = 0; Double32_t *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            Way("h.fN = 2; h.m = new Float_t[2]{1.5f, -2.5f};", {"Counted(h.m, h.fN)": "1.5, -2.5"}),
            Way("h.fN = 1; h.m = new Double32_t[1]{0.5};", {"Counted(h.m, h.fN)": "0.5"}),
        ),
        Row(
            "counter_renamed",
            "Int_t fN = 0; Float_t *m = nullptr; //[fN]\n   ~Host() { delete[] m; }",
            "Int_t fSize = 0; Float_t *m = nullptr; //[fSize]\n   ~Host() { delete[] m; }",
            Way("h.fN = 2; h.m = new Float_t[2]{1.5f, -2.5f};", {"Counted(h.m, h.fSize)": "1.5, -2.5"}),
            Way("h.fSize = 1; h.m = new Float_t[1]{0.5f};", {"Counted(h.m, h.fN)": "0.5"}),
        ),
    ),
)

TEXT = Kind(
    "`TString`, `std::string`, `char *`, `char[n]`",
    (
        members(
            "tstring_string",
            'TString m = "old";',
            'std::string m = "new";',
            [('"text"', '"text"'), ('""', '""')],
            [('"back"', '"back"'), ("std::string(300, 'x')", "std::string(300, 'x')")],
        ),
        Row(
            "tstring_chars",
            'TString m0 = "old", m1 = "old";',
            "char *m0 = nullptr;\n   char *m1 = nullptr;\n   ~Host() { delete[] m0; delete[] m1; }",
            sets([('"text"', '"text"'), ('""', '"(null)"')]),
            Way('Set(h.m0, "back");', {"h.m0": '"back"', "h.m1": '""'}),
        ),
        Row(
            "string_chars",
            'std::string m0 = "old";',
            "char *m0 = nullptr;\n   ~Host() { delete[] m0; }",
            sets([('"text"', '"text"')]),
            sets([('"back"', '"back"')]),
        ),
        members(
            "char_array_tstring",
            'char m[6] = "old";',
            'TString m = "new";',
            [("'t', 'e', 'x', 't'", '"text"'), ("'a', 'b', 'c', 'd', 'e', 'f'", '"abcdef"')],
            [
                ('"back"', "'b', 'a', 'c', 'k', 0, 0"),
                ('"much longer"', "'m', 'u', 'c', 'h', ' ', 0"),
                ('"exact6"', "'e', 'x', 'a', 'c', 't', 0"),
            ],
        ),
        members(
            "string_char_array",
            'std::string m = "old";',
            "char m[8] = {'n', 'e', 'w'};",
            [
                ('"0123456789"', "'0', '1', '2', '3', '4', '5', '6', 0"),
                ('"01234567"', "'0', '1', '2', '3', '4', '5', '6', 0"),
                ('"0123456"', "'0', '1', '2', '3', '4', '5', '6', 0"),
                ('""', "0, 0, 0, 0, 0, 0, 0, 0"),
            ],
            [("'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'", '"abcdefgh"')],
        ),
        members(
            "char_array_shorter",
            "char m[8] = {};",
            "char m[4] = {};",
            [
                ("'a', 'b', 'c', 'd', 'e'", "'a', 'b', 'c', 0"),
                ("'a', 'b', 'c'", "'a', 'b', 'c', 0"),
                ("1, 2, 3, 4, 5, 6, 7, 8", "1, 2, 3, 4"),
            ],
            [("'a', 'b', 'c', 'd'", "'a', 'b', 'c', 'd', 0, 0, 0, 0")],
        ),
        members(
            "text_chars_array",
            'TString m[2] = {"a", "b"};',
            "std::vector<std::string> m;",
            [('"1", "2"', '"1", "2"')],
            [('"3", "4", "5"', '"3", "4"')],
        ),
        members(
            "string_vector",
            'std::string m = "old";',
            "std::vector<char> m = {'n'};",
            [('"text"', "'t', 'e', 'x', 't'"), ('""', "")],
            [("'b', 'a', 'c', 'k'", '"back"')],
        ),
        members(
            "text_lines",
            'std::vector<std::string> m = {"old"};',
            "char m[2][4] = {};",
            [('"ab", "cdefg"', "'a', 'b', 0, 0, 'c', 'd', 'e', 0"), ('"", "x", "y"', "0, 0, 0, 0, 'x', 0, 0, 0")],
            [("'a', 'b', 0, 0, 'c', 'd', 'e', 'f'", '"ab", "cdef"')],
        ),
        members(
            "text_array",
            'TString m[2] = {"a", "b"};',
            'std::string m[3] = {"x", "y", "z"};',
            [('"1", "2"', '"1", "2", "z"')],
            [('"3", "4", "5"', '"3", "4"')],
        ),
    ),
)

KINDS = (INTEGERS, FLOATING, PACKED, ENUMS, ARRAYS, SEQUENCES, TEXT)
