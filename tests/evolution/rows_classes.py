"""Rows of the evolution matrix: members of a class, its bases, its ClassDef. See row.py for what a row says."""

from row import Kind, Row, Way

MEMBERS = Kind(
    "members added, removed, reordered",
    (
        Row(
            "added_removed",
            "Int_t fA = 1; Int_t fGone = 2;",
            "Double_t fNew = 0.5; Int_t fA = 1;",
            Way("h.fA = 5; h.fGone = 6;", {"h.fA": "5", "h.fNew": "0.5"}),
            Way("h.fA = 7; h.fNew = 8.5;", {"h.fA": "7", "h.fGone": "2"}),
        ),
        Row(
            "reordered",
            "Short_t fA = 1; TString fB; Float_t fC[2] = {1, 2};",
            "Float_t fC[2] = {1, 2}; Short_t fA = 1; TString fB;",
            Way('h.fA = 5; h.fB = "b"; Set(h.fC, {3, 4});', {"h.fA": "5", "h.fB": '"b"', "h.fC": "3, 4"}),
            Way('h.fA = 6; h.fB = "back"; Set(h.fC, {5, 6});', {"h.fA": "6", "h.fB": '"back"', "h.fC": "5, 6"}),
        ),
        Row(
            "added_of_all_types",
            "Int_t fA = 1;",
            """Int_t fA = 1; TString fText = "t"; std::vector<Int_t> fInts = {1, 2};
   std::map<Int_t, TString> fMap = {{1, "m"}};
   TNamed fNamed{"n", "t"}; std::string fWords[2] = {"a", "b"};
   Int_t fN = 2; Short_t *fCounted = new Short_t[2]{3, 4}; //[fN]
   std::unique_ptr<TNamed> fOwned = std::make_unique<TNamed>("o", "t"); TNamed *fNone = nullptr;
   Double32_t fPacked = 2.5; //[0,10,8]
   Host() = default;
   ~Host() { delete[] fCounted; }""",
            Way(
                "h.fA = 5;",
                {
                    "h.fA": "5",
                    "h.fText": '"t"',
                    "h.fInts": "1, 2",
                    "h.fMap.at(1)": '"m"',
                    "h.fNamed.GetName()": '"n"',
                    "h.fWords": '"a", "b"',
                    "Counted(h.fCounted, h.fN)": "3, 4",
                    "h.fOwned->GetName()": '"o"',
                    "h.fNone == nullptr": "true",
                    "h.fPacked": "2.5",
                },
            ),
            Way('h.fA = 6; h.fText = "gone"; h.fN = 0;', {"h.fA": "6"}),
        ),
        Row(
            "all_exchanged",
            "Int_t fA = 1; std::vector<Int_t> fB;",
            'Double_t fC = 0.5; TString fD = "d";',
            Way("h.fA = 5; h.fB = {1};", {"h.fC": "0.5", "h.fD": '"d"'}),
            Way("h.fC = 5;", {"h.fA": "1", "h.fB.empty()": "true"}),
        ),
    ),
)

SAME = Kind(
    "titles, methods and constructors; a higher version of the same members",
    (
        Row(
            "title",
            "class Host { public: Int_t fA = 1; // before\n   ClassDefNV(Host, 1) };",
            "class Host { public: Int_t fA = 2; // and after\n   Int_t Twice() const { return 2 * fA; "
            "}\n   ClassDefNV(Host, 1) };",
            Way("h.fA = 5;", {"h.Twice()": "10"}),
            Way("h.fA = 6;", {"h.fA": "6"}),
            same=True,
        ),
        Row(
            "foreign_title",
            "class Host { public: Int_t fA = 1; // before\n }; ROOTLET_DICT(Host)",
            "class Host { public: Int_t fA = 2; // and after\n }; ROOTLET_DICT(Host)",
            Way("h.fA = 5;", {"h.fA": "5"}),
            Way("h.fA = 6;", {"h.fA": "6"}),
            same=True,
        ),
        Row(
            "version_raised",
            "Int_t fA = 1; std::vector<Float_t> fB;",
            "Int_t fA = 1; std::vector<Float_t> fB;",
            Way("h.fA = 5; h.fB = {1.5f};", {"h.fA": "5", "h.fB": "1.5f"}),
            Way("h.fA = 6; h.fB = {2.5f};", {"h.fA": "6", "h.fB": "2.5f"}),
        ),
    ),
)

TRANSIENT = Kind(
    "`//!` added or removed",
    (
        Row(
            "transient_number",
            "Int_t fA = 1; Int_t fB = 2; //!",
            "Int_t fA = 1; //!\n   Int_t fB = 2;",
            Way("h.fA = 5; h.fB = 6;", {"h.fA": "1", "h.fB": "2"}),
            Way("h.fA = 7; h.fB = 8;", {"h.fA": "1", "h.fB": "2"}),
        ),
        Row(
            "transient_container",
            "Int_t fA = 1; std::vector<Int_t> fB = {2}; //!",
            "Int_t fA = 1; std::vector<Int_t> fB = {3};",
            Way("h.fA = 5; h.fB = {6};", {"h.fA": "5", "h.fB": "3"}),
            Way("h.fA = 7; h.fB = {8};", {"h.fA": "7", "h.fB": "2"}),
        ),
    ),
)

BASES = Kind(
    "base classes added, removed, exchanged, in another order",
    (
        Row(
            "base_added",
            "class Host { public: Int_t fA = 1; ClassDefNV(Host, V) };",
            """class Base { public: Int_t fB = 2; ClassDefNV(Base, 1) };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way("h.fA = 5;", {"h.fA": "5", "h.fB": "2"}),
            Way("h.fA = 6; h.fB = 7;", {"h.fA": "6"}),
        ),
        Row(
            "tobject_added",
            "class Host { public: Int_t fA = 1; virtual ~Host() = default; ClassDef(Host, V) };",
            "class Host : public TObject { public: Int_t fA = 1; ClassDefOverride(Host, V) };",
            Way("h.fA = 5;", {"h.fA": "5", "h.GetUniqueID()": "0", "h.TestBit(TObject::kNotDeleted)": "true"}),
            Way("h.fA = 6; h.SetUniqueID(7);", {"h.fA": "6"}),
        ),
        Row(
            "tnamed_for_tobject",
            "class Host : public TObject { public: Int_t fA = 1; ClassDefOverride(Host, V) };",
            'class Host : public TNamed { public: Host() : TNamed("n", "t") {} Int_t fA = 1; '
            "ClassDefOverride(Host, V) };",
            Way("h.fA = 5; h.SetUniqueID(3);", {"h.fA": "5", "h.GetName()": '"n"'}),
            Way('h.fA = 6; h.SetName("gone"); h.SetUniqueID(4);', {"h.fA": "6", "h.GetUniqueID()": "4"}),
        ),
        Row(
            "base_exchanged",
            """class First { public: Int_t fX = 1; Int_t fOne = 2; ClassDefNV(First, 1) };
class Host : public First { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            """class Second { public: Int_t fX = 3; Int_t fTwo = 4; ClassDefNV(Second, 1) };
class Host : public Second { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way("h.fA = 5; h.fX = 6; h.fOne = 7;", {"h.fA": "5", "h.fX": "6", "h.fTwo": "4"}),
            Way("h.fA = 8; h.fX = 9; h.fTwo = 10;", {"h.fA": "8", "h.fX": "9", "h.fOne": "2"}),
        ),
        Row(
            "base_order",
            """class First { public: Int_t fOne = 1; ClassDefNV(First, 1) };
class Second { public: TString fTwo; ClassDefNV(Second, 1) };
class Host : public First, public Second { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            """class First { public: Int_t fOne = 1; ClassDefNV(First, 1) };
class Second { public: TString fTwo; ClassDefNV(Second, 1) };
class Host : public Second, public First { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way('h.fA = 5; h.fOne = 6; h.fTwo = "7";', {"h.fA": "5", "h.fOne": "6", "h.fTwo": '"7"'}),
            Way('h.fA = 8; h.fOne = 9; h.fTwo = "10";', {"h.fA": "8", "h.fOne": "9", "h.fTwo": '"10"'}),
        ),
        Row(
            "base_inserted",
            """class Base { public: Int_t fB = 2; ClassDefNV(Base, 1) };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            """class Base { public: Int_t fB = 2; ClassDefNV(Base, 1) };
class Middle : public Base { public: Int_t fM = 3; ClassDefNV(Middle, 1) };
class Host : public Middle { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way("h.fA = 5; h.fB = 6;", {"h.fA": "5", "h.fB": "6", "h.fM": "3"}),
            Way("h.fA = 7; h.fB = 8; h.fM = 9;", {"h.fA": "7", "h.fB": "8"}),
        ),
        Row(
            "base_foreign",
            """class Base { public: Int_t fB = 2; };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, 1) };""",
            """class Base { public: Int_t fNew = 3; Double_t fB = 2.5; };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, 1) };""",
            Way("h.fA = 5; h.fB = 6;", {"h.fA": "5", "h.fB": "6.", "h.fNew": "3"}),
            Way("h.fA = 7; h.fB = 8.5;", {"h.fA": "7", "h.fB": "8"}),
        ),
        Row(
            "container_base_added",
            "class Host { public: Int_t fA = 1; ClassDefNV(Host, V) };",
            """class Host : public std::vector<Int_t> {
public: Host() : std::vector<Int_t>{3} {} Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way("h.fA = 5;", {"h.fA": "5", "static_cast<std::vector<Int_t> &>(h)": "3"}),
            Way("h.fA = 6; h.assign({7, 8});", {"h.fA": "6"}),
        ),
        Row(
            "container_base_exchanged",
            "class Host : public std::vector<Short_t> { public: Int_t fA = 1; ClassDefNV(Host, V) };",
            "class Host : public std::list<Double_t> { public: Int_t fA = 1; ClassDefNV(Host, V) };",
            Way("h.fA = 5; h.assign({1, 2});", {"h.fA": "5", "static_cast<std::list<Double_t> &>(h)": "1, 2"}),
            Way("h.fA = 6; h.assign({3.5, 4.5});", {"h.fA": "6", "static_cast<std::vector<Short_t> &>(h)": "3, 4"}),
        ),
        Row(
            "container_base_removed_in_columns",
            """class Part : public TObject, public std::vector<TString> {
public: Int_t fA = 1; ClassDefOverride(Part, V) };
class Host { public: std::vector<Part> m; ClassDefNV(Host, 1) };""",
            """class Part : public TObject { public: Int_t fA = 1; Int_t fNew = 3; ClassDefOverride(Part, V) };
class Host { public: std::vector<Part> m; ClassDefNV(Host, 1) };""",
            Way(
                'h.m.resize(2); h.m[0].push_back("gone"); h.m[1].fA = 5;',
                {"h.m.size()": "2", "h.m[0].fA": "1", "h.m[1].fA": "5", "h.m[1].fNew": "3"},
            ),
            Way("h.m.resize(2); h.m[1].fA = 6;", {"h.m.size()": "2", "h.m[1].fA": "6", "h.m[1].empty()": "true"}),
        ),
        Row(
            "two_container_bases",
            """class Host : public std::vector<Int_t>, public std::set<TString> {
public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            """class Host : public std::set<TString>, public std::vector<Float_t>, public std::vector<Int_t> {
public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way(
                'h.std::vector<Int_t>::assign({1, 2}); h.std::set<TString>::insert("s");',
                {
                    "static_cast<std::vector<Int_t> &>(h)": "1, 2",
                    "static_cast<std::vector<Float_t> &>(h).empty()": "true",
                    "static_cast<std::set<TString> &>(h)": '"s"',
                },
            ),
            Way(
                "h.std::vector<Int_t>::assign({3}); h.std::vector<Float_t>::assign({4}); "
                'h.std::set<TString>::insert("t");',
                {"static_cast<std::vector<Int_t> &>(h)": "3", "static_cast<std::set<TString> &>(h)": '"t"'},
            ),
        ),
    ),
)

MOVED = Kind(
    "members moved between a class and its bases; a base class that has changed",
    (
        Row(
            "moved_up",
            """class Base { public: Int_t fB = 2; ClassDefNV(Base, V) };
class Host : public Base { public: Int_t fA = 1; Int_t fMoved = 3; ClassDefNV(Host, V) };""",
            """class Base { public: Double_t fMoved = 3.5; Int_t fB = 2; ClassDefNV(Base, V) };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way("h.fA = 5; h.fB = 6; h.fMoved = 7;", {"h.fA": "5", "h.fB": "6", "h.fMoved": "7."}),
            Way("h.fA = 8; h.fB = 9; h.fMoved = 10.5;", {"h.fA": "8", "h.fB": "9", "h.fMoved": "10"}),
        ),
        Row(
            "moved_between_bases",
            """class First { public: Int_t fMoved = 1; ClassDefNV(First, V) };
class Second { public: Int_t fTwo = 2; ClassDefNV(Second, V) };
class Host : public First, public Second { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            """class First { public: Int_t fOne = 1; ClassDefNV(First, V) };
class Second { public: Int_t fTwo = 2; Int_t fMoved = 3; ClassDefNV(Second, V) };
class Host : public First, public Second { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way("h.fA = 5; h.fMoved = 6; h.fTwo = 7;", {"h.fA": "5", "h.fMoved": "6", "h.fTwo": "7", "h.fOne": "1"}),
            Way("h.fA = 8; h.fMoved = 9; h.fTwo = 10;", {"h.fA": "8", "h.fMoved": "9", "h.fTwo": "10"}),
        ),
        Row(
            "base_changed",
            """class Base { public: Int_t fB = 2; ClassDefNV(Base, V) };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, 1) };""",
            """class Base { public: Int_t fNew = 3; Double_t fB = 2.5; ClassDefNV(Base, V) };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, 1) };""",
            Way("h.fA = 5; h.fB = 6;", {"h.fA": "5", "h.fB": "6.", "h.fNew": "3"}),
            Way("h.fA = 7; h.fB = 8.5;", {"h.fA": "7", "h.fB": "8"}),
        ),
        Row(
            "base_changed_in_columns",
            """class Base { public: Int_t fB = 2; ClassDefNV(Base, V) };
class Middle : public Base { public: Int_t fM = 4; ClassDefNV(Middle, 1) };
class Part : public Middle { public: Int_t fA = 1; ClassDefNV(Part, 1) };
class Host { public: std::vector<Part> m; ClassDefNV(Host, 1) };""",
            """class Base { public: Int_t fNew = 3; Double_t fB = 2.5; ClassDefNV(Base, V) };
class Middle : public Base { public: Int_t fM = 4; ClassDefNV(Middle, 1) };
class Part : public Middle { public: Int_t fA = 1; ClassDefNV(Part, 1) };
class Host { public: std::vector<Part> m; ClassDefNV(Host, 1) };""",
            Way(
                "h.m.resize(2); h.m[1].fA = 5; h.m[1].fB = 6; h.m[0].fM = 7;",
                {"h.m.size()": "2", "h.m[1].fA": "5", "h.m[1].fB": "6.", "h.m[1].fNew": "3", "h.m[0].fM": "7"},
            ),
            Way(
                "h.m.resize(2); h.m[1].fA = 7; h.m[1].fB = 8.5;",
                {"h.m.size()": "2", "h.m[0].fB": "2", "h.m[1].fA": "7", "h.m[1].fB": "8"},
            ),
            misread=True,
        ),
        Row(
            "new_base_with_a_member_of_the_same_name",
            "class Host { public: Int_t fA = 1; ClassDefNV(Host, V) };",
            """class Base { public: Int_t fA = 2; ClassDefNV(Base, 1) };
class Host : public Base { public: Int_t fA = 1; ClassDefNV(Host, V) };""",
            Way("h.fA = 5;", {"h.fA": "5", "h.Base::fA": "2"}),
            Way("h.fA = 6; h.Base::fA = 7;", {"h.fA": "6"}),
        ),
    ),
)

FOREIGN = Kind(
    "classes without ClassDef; ClassDef added and taken away; templates",
    (
        Row(
            "foreign",
            "class Host { public: Int_t fA = 1; Int_t fGone = 2; }; ROOTLET_DICT(Host)",
            "class Host { public: Double_t fNew = 3.5; Double_t fA = 1.5; }; ROOTLET_DICT(Host)",
            Way("h.fA = 5; h.fGone = 6;", {"h.fA": "5.", "h.fNew": "3.5"}),
            Way("h.fA = 7.5;", {"h.fA": "7", "h.fGone": "2"}),
        ),
        Row(
            "foreign_inside",
            """struct Inner { Int_t fX = 1; Int_t fGone = 2; };
class Host { public: Inner m; Inner fTwo[2]; std::vector<Inner> fMany; Inner *fOne = nullptr; ~Host() { delete fOne; }
   ClassDefNV(Host, 1) };""",
            """struct Inner { Int_t fNew = 3; Double_t fX = 1.5; };
class Host { public: Inner m; Inner fTwo[2]; std::vector<Inner> fMany; Inner *fOne = nullptr; ~Host() { delete fOne; }
   ClassDefNV(Host, 1) };""",
            Way(
                "h.m.fX = 5; h.fTwo[1].fX = 6; h.fMany.resize(2); h.fMany[1].fX = 7; h.fOne = new Inner; "
                "h.fOne->fX = 8;",
                {
                    "h.m.fX": "5.",
                    "h.m.fNew": "3",
                    "h.fTwo[1].fX": "6.",
                    "h.fMany.size()": "2",
                    "h.fMany[1].fX": "7.",
                    "h.fMany[1].fNew": "3",
                    "h.fOne->fX": "8.",
                },
            ),
            Way(
                "h.m.fX = 5.5; h.fTwo[1].fX = 6; h.fMany.resize(2); h.fMany[1].fX = 7; h.fOne = new Inner;",
                {"h.m.fX": "5", "h.m.fGone": "2", "h.fTwo[1].fX": "6", "h.fMany[1].fX": "7", "h.fOne->fX": "1"},
            ),
        ),
        Row(
            "classdef_added",
            "class Host { public: Int_t fA = 1; }; ROOTLET_DICT(Host)",
            "class Host { public: Double_t fA = 1.5; Int_t fNew = 3; ClassDefNV(Host, V) };",
            Way("h.fA = 5;", {"h.fA": "5.", "h.fNew": "3"}),
            Way("h.fA = 6.5;", {"h.fA": "6"}),
        ),
        Row(
            "classdef_added_to_the_same_members",
            "class Host { public: Int_t fA = 1; }; ROOTLET_DICT(Host)",
            "class Host { public: Int_t fA = 2; ClassDefNV(Host, 1) };",
            Way("h.fA = 5;", {"h.fA": "5"}),
            Way("h.fA = 6;", {"h.fA": "6"}),
        ),
        Row(
            "classdef_1_added",
            "class Host { public: Int_t fA = 1; Int_t fB = 2; }; ROOTLET_DICT(Host)",
            "class Host { public: Int_t fB = 2; Double_t fA = 1.5; ClassDefNV(Host, 1) };",
            Way("h.fA = 5; h.fB = 6;", {"h.fA": "5.", "h.fB": "6"}),
            Way("h.fA = 7.5; h.fB = 8;", {"h.fA": "7", "h.fB": "8"}),
        ),
        Row(
            "classdef_added_in_columns",
            "class Inner { public: Int_t fX = 1; }; class Host { public: std::vector<Inner> m; ClassDefNV(Host, 1) };",
            "class Inner { public: Double_t fX = 1.5; ClassDefNV(Inner, V) };"
            "class Host { public: std::vector<Inner> m; ClassDefNV(Host, 1) };",
            Way("h.m.resize(2); h.m[1].fX = 5;", {"h.m.size()": "2", "h.m[1].fX": "5."}),
            Way("h.m.resize(2); h.m[1].fX = 6.5;", {"h.m.size()": "2", "h.m[1].fX": "6"}),
        ),
        Row(
            "classdef_1_added_in_columns",
            "class Inner { public: Int_t fX = 1; }; class Host { public: std::vector<Inner> m; ClassDefNV(Host, 1) };",
            "class Inner { public: Double_t fX = 1.5; ClassDefNV(Inner, 1) };"
            "class Host { public: std::vector<Inner> m; ClassDefNV(Host, 1) };",
            Way("h.m.resize(2); h.m[1].fX = 5;", {"h.m.size()": "2", "h.m[1].fX": "5."}),
            Way("h.m.resize(2); h.m[1].fX = 6.5;", {"h.m.size()": "2", "h.m[1].fX": "6"}),
        ),
        Row(
            "template_class",
            "template <class T> class Box { public: T fT{}; Int_t fGone = 2; ClassDefNV(Box, V) };"
            "class Host { public: Box<Int_t> m; std::vector<Box<std::string>> fMany; ClassDefNV(Host, 1) };",
            "template <class T> class Box { public: Int_t fNew = 3; T fT{}; ClassDefNV(Box, V) };"
            "class Host { public: Box<Int_t> m; std::vector<Box<std::string>> fMany; ClassDefNV(Host, 1) };",
            Way(
                'h.m.fT = 5; h.fMany.resize(1); h.fMany[0].fT = "t";',
                {"h.m.fT": "5", "h.m.fNew": "3", "h.fMany.size()": "1", "h.fMany[0].fT": '"t"'},
            ),
            Way('h.m.fT = 6; h.fMany.resize(1); h.fMany[0].fT = "u";', {"h.m.fT": "6", "h.fMany[0].fT": '"u"'}),
        ),
    ),
)

KINDS = (MEMBERS, SAME, TRANSIENT, BASES, MOVED, FOREIGN)
