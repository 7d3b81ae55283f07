"""Rows of the evolution matrix: objects in objects, behind pointers, in collections. See row.py for what a row says."""

from row import Kind, Row, Way
from rows_containers import POINT, points

# The same class as a TObject, for collections, and as one that refers to others of its kind.
ITEM = (
    "class Item : public TObject { public: Int_t fX = 1; Int_t fGone = 2; ClassDefOverride(Item, V) };",
    "class Item : public TObject { public: Int_t fNew = 3; Double_t fX = 1.5; ClassDefOverride(Item, V) };",
)


def items_of_lists() -> Row:
    """A list that is looked up by hash now."""
    ways = (
        Way(
            'h.m.Add(new TObjString("a")); h.m.Add(new TObjString("b"));',
            {"h.m.GetSize()": "2", 'h.m.FindObject("b") == h.m.At(1)': "true"},
        ),
    ) * 2
    hosts = (f"{kind} m; ~Host() {{ m.Delete(); }}" for kind in ("TList", "THashList"))
    return Row("tlist_thashlist", *hosts, *ways)


NODE = (
    "class Node { public: Int_t fX = 1; Node *fNext = nullptr; ClassDefNV(Node, V) };",
    "class Node { public: Int_t fNew = 3; Node *fNext = nullptr; Double_t fX = 1.5; ClassDefNV(Node, V) };",
)


def items(name: str, host: str, there: Way, back: Way, parts=ITEM) -> Row:
    """The class Item has two versions; `host` has the members of Host, which has one."""
    return Row(
        name, *(f"{part} class Host {{ public: {host}\n   ClassDefNV(Host, 1) }};" for part in parts), there, back
    )


def item(collection: str) -> str:
    """What an entry of the collection is, as an Item."""
    return f"static_cast<Item *>({collection})"


INSIDE = Kind(
    "a class that has changed as a member, at any depth",
    (
        points(
            "by_value",
            "Point m;",
            "Point m;",
            Way("h.m.fX = 5;", {"h.m.fX": "5.", "h.m.fNew": "3"}),
            Way("h.m.fX = 6.5;", {"h.m.fX": "6", "h.m.fGone": "2"}),
        ),
        Row(
            "three_deep",
            POINT[0] + "class Line { public: Point fFrom; ClassDefNV(Line, 1) };"
            "class Shape { public: Line fLine; Int_t fA = 1; ClassDefNV(Shape, 1) };"
            "class Host { public: Shape m; ClassDefNV(Host, 1) };",
            POINT[1] + "class Line { public: Point fFrom; ClassDefNV(Line, 1) };"
            "class Shape { public: Line fLine; Int_t fA = 1; ClassDefNV(Shape, 1) };"
            "class Host { public: Shape m; ClassDefNV(Host, 1) };",
            Way("h.m.fA = 4; h.m.fLine.fFrom.fX = 5;", {"h.m.fA": "4", "h.m.fLine.fFrom.fX": "5."}),
            Way("h.m.fA = 6; h.m.fLine.fFrom.fX = 7.5;", {"h.m.fA": "6", "h.m.fLine.fFrom.fX": "7"}),
        ),
        Row(
            "all_three_changed",
            POINT[0] + "class Line { public: Point fFrom; Int_t fW = 1; ClassDefNV(Line, V) };"
            "class Shape { public: Line fLine; Int_t fA = 1; ClassDefNV(Shape, V) };"
            "class Host { public: Shape m; ClassDefNV(Host, V) };",
            POINT[1] + "class Line { public: Float_t fW = 1; Point fFrom; ClassDefNV(Line, V) };"
            "class Shape { public: Long64_t fA = 1; Line fLine; ClassDefNV(Shape, V) };"
            "class Host { public: Shape m; Int_t fNew = 8; ClassDefNV(Host, V) };",
            Way(
                "h.m.fA = 4; h.m.fLine.fFrom.fX = 5; h.m.fLine.fW = 6;",
                {"h.m.fA": "4", "h.m.fLine.fFrom.fX": "5.", "h.m.fLine.fW": "6.f", "h.fNew": "8"},
            ),
            Way(
                "h.m.fA = 7; h.m.fLine.fFrom.fX = 8.5; h.m.fLine.fW = 9.5;",
                {"h.m.fA": "7", "h.m.fLine.fFrom.fX": "8", "h.m.fLine.fW": "9"},
            ),
        ),
        points(
            "never_null",
            "Point *m = new Point; //->\n   ~Host() { delete m; }",
            "Point m;",
            Way("h.m->fX = 5;", {"h.m.fX": "5.", "h.m.fNew": "3"}),
            Way("h.m.fX = 6.5;", {"h.m->fX": "6", "h.m->fGone": "2"}),
        ),
    ),
)

FORMS = Kind(
    "object by value, pointer, `std::unique_ptr`",
    (
        points(
            "value_pointer",
            "Point m;",
            "Point *m = nullptr; ~Host() { delete m; }",
            Way("h.m.fX = 5;", {"h.m->fX": "5.", "h.m->fNew": "3"}),
            Way("h.m = new Point; h.m->fX = 6.5;", {"h.m.fX": "6", "h.m.fGone": "2"}),
        ),
        points(
            "value_unique",
            "Point m;",
            "std::unique_ptr<Point> m;",
            Way("h.m.fX = 5;", {"h.m->fX": "5.", "h.m->fNew": "3"}),
            Way("h.m = std::make_unique<Point>(); h.m->fX = 6.5;", {"h.m.fX": "6"}),
        ),
        points(
            "pointer_unique",
            "Point *m = nullptr; ~Host() { delete m; }",
            "std::unique_ptr<Point> m;",
            Way("h.m = new Point; h.m->fX = 5;", {"h.m->fX": "5.", "h.m->fNew": "3"}),
            Way("", {"h.m == nullptr": "true"}),
        ),
        points(
            "null_value",
            "Point *m = nullptr; ~Host() { delete m; }",
            "Point m;",
            Way("", {"h.m.fX": "0.5", "h.m.fNew": "3"}),
            Way("h.m.fX = 6.5;", {"h.m->fX": "6"}),
        ),
        points(
            "array_of_pointers",
            "Point *m[2] = {}; ~Host() { delete m[0]; delete m[1]; }",
            "Point m[3];",
            Way("h.m[0] = new Point; h.m[0]->fX = 5; h.m[1] = new Point;", {"h.m[0].fX": "5.", "h.m[2].fX": "0.5"}),
            Way("h.m[1].fX = 6.5;", {"h.m[0]->fX": "0", "h.m[1]->fX": "6", "h.m[1]->fGone": "2"}),
        ),
        points(
            "value_array",
            "Point m;",
            "Point m[2];",
            Way("h.m.fX = 5;", {"h.m[0].fX": "5.", "h.m[0].fNew": "3", "h.m[1].fX": "0.5"}),
            Way("h.m[0].fX = 6.5; h.m[1].fX = 7.5;", {"h.m.fX": "6"}),
        ),
    ),
)

GRAPHS = Kind(
    "pointers to a class that has changed: shared, cyclic, to a derived class",
    (
        items(
            "shared",
            "Node *fOne = nullptr; Node *fTwo = nullptr; std::vector<Node *> fMany; ~Host() { delete fOne; }",
            Way(
                "h.fOne = h.fTwo = new Node; h.fOne->fX = 5; h.fMany = {h.fOne, h.fOne};",
                {
                    "h.fOne->fX": "5.",
                    "h.fOne->fNew": "3",
                    "h.fOne == h.fTwo": "true",
                    "h.fMany.size()": "2",
                    "h.fMany[1] == h.fOne": "true",
                },
            ),
            Way("h.fOne = h.fTwo = new Node; h.fOne->fX = 6.5;", {"h.fOne->fX": "6", "h.fOne == h.fTwo": "true"}),
            NODE,
        ),
        items(
            "cyclic",
            "Node *fFirst = nullptr; ~Host() { if (fFirst) delete fFirst->fNext; delete fFirst; }",
            Way(
                "h.fFirst = new Node; h.fFirst->fNext = new Node; h.fFirst->fNext->fNext = h.fFirst; "
                "h.fFirst->fNext->fX = 5;",
                {"h.fFirst->fNext->fX": "5.", "h.fFirst->fNext->fNext == h.fFirst": "true", "h.fFirst->fNew": "3"},
            ),
            Way(
                "h.fFirst = new Node; h.fFirst->fNext = new Node; h.fFirst->fNext->fNext = h.fFirst; "
                "h.fFirst->fX = 6.5;",
                {
                    "h.fFirst->fX": "6",
                    "h.fFirst->fNext->fNext == h.fFirst": "true",
                    "h.fFirst != h.fFirst->fNext": "true",
                },
            ),
            NODE,
        ),
        Row(
            "to_the_whole",
            "class Host; class Child { public: Host *fParent = nullptr; Int_t fX = 1; ClassDefNV(Child, V) };"
            "class Host { public: Child m; std::vector<Child> fMany; Host *fSelf = nullptr; Int_t fA = 1; "
            "ClassDefNV(Host, V) };",
            "class Host; class Child { public: Double_t fX = 1.5; Host *fParent = nullptr; ClassDefNV(Child, V) };"
            "class Host { public: Long64_t fA = 1; Child m; Host *fSelf = nullptr; std::list<Child> fMany; "
            "ClassDefNV(Host, V) };",
            Way(
                "h.fA = 4; h.m.fX = 5; h.m.fParent = h.fSelf = &h; h.fMany.resize(1); h.fMany[0].fParent = &h;",
                {
                    "h.fA": "4",
                    "h.m.fX": "5.",
                    "h.m.fParent == &h": "true",
                    "h.fSelf == &h": "true",
                    "h.fMany.size()": "1",
                    "h.fMany.front().fParent == &h": "true",
                },
            ),
            Way(
                "h.fA = 6; h.m.fX = 7.5; h.m.fParent = h.fSelf = &h; h.fMany.resize(1); h.fMany.front().fParent = &h;",
                {"h.fA": "6", "h.m.fX": "7", "h.m.fParent == &h": "true", "h.fMany[0].fParent == &h": "true"},
            ),
        ),
        items(
            "derived",
            "Base *m = nullptr; std::unique_ptr<Base> fOwned; ~Host() { delete m; }",
            Way(
                "auto *d = new Derived; d->fX = 5; d->fB = 6; h.m = d; h.fOwned = std::make_unique<Derived>();",
                {
                    "h.m->fB": "6",
                    "dynamic_cast<Derived *>(h.m) != nullptr": "true",
                    "dynamic_cast<Derived &>(*h.m).fX": "5.",
                    "dynamic_cast<Derived &>(*h.fOwned).fNew": "3",
                },
            ),
            Way(
                "auto *d = new Derived; d->fX = 7.5; d->fB = 8; h.m = d;",
                {"h.m->fB": "8", "dynamic_cast<Derived &>(*h.m).fX": "7", "h.fOwned == nullptr": "true"},
            ),
            (
                "class Base { public: Int_t fB = 1; virtual ~Base() = default; ClassDef(Base, 1) };"
                "class Derived : public Base { public: Int_t fX = 1; ClassDefOverride(Derived, V) };",
                "class Base { public: Int_t fB = 1; virtual ~Base() = default; ClassDef(Base, 1) };"
                "class Derived : public Base { public: Int_t fNew = 3; Double_t fX = 1.5; "
                "ClassDefOverride(Derived, V) };",
            ),
        ),
    ),
)

COLLECTIONS = Kind(
    "`TList`, `TObjArray`, `THashList`, `TMap`, `TClonesArray` of a class that has changed; `TRef` to it",
    (
        items(
            "tlist",
            "TList m; ~Host() { m.Delete(); }",
            Way(
                f"h.m.Add(new Item); h.m.Add(new Item); {item('h.m.At(1)')}->fX = 5;",
                {"h.m.GetSize()": "2", f"{item('h.m.At(1)')}->fX": "5.", f"{item('h.m.At(1)')}->fNew": "3"},
            ),
            Way(
                f"h.m.Add(new Item); {item('h.m.At(0)')}->fX = 6.5;",
                {"h.m.GetSize()": "1", f"{item('h.m.At(0)')}->fX": "6", f"{item('h.m.At(0)')}->fGone": "2"},
            ),
        ),
        items(
            "tclonesarray",
            "TClonesArray m{Item::Class()}; TClonesArray fSlots{Item::Class()}; "
            "Host() { fSlots.BypassStreamer(kFALSE); }",
            Way(
                f"h.m.ExpandCreate(2); {item('h.m.At(1)')}->fX = 5; h.fSlots.ConstructedAt(1); "
                f"{item('h.fSlots.At(1)')}->fX = 6;",
                {
                    "h.m.GetEntries()": "2",
                    f"{item('h.m.At(1)')}->fX": "5.",
                    f"{item('h.m.At(0)')}->fNew": "3",
                    f"{item('h.fSlots.At(1)')}->fX": "6.",
                },
            ),
            Way(
                f"h.m.ExpandCreate(1); {item('h.m.At(0)')}->fX = 6.5;",
                {"h.m.GetEntries()": "1", f"{item('h.m.At(0)')}->fX": "6", f"{item('h.m.At(0)')}->fGone": "2"},
            ),
        ),
        items(
            "tobjarray",
            "TObjArray *m = nullptr; ~Host() { if (m) m->Delete(); delete m; }",
            Way(
                f"h.m = new TObjArray; h.m->Add(new Item); {item('h.m->At(0)')}->fX = 5;",
                {"h.m->GetEntries()": "1", f"{item('h.m->At(0)')}->fX": "5.", f"{item('h.m->At(0)')}->fNew": "3"},
            ),
            Way(
                f"h.m = new TObjArray; h.m->Add(new Item); {item('h.m->At(0)')}->fX = 6.5;",
                {"h.m->GetEntries()": "1", f"{item('h.m->At(0)')}->fX": "6"},
            ),
        ),
        items(
            "thashlist_and_tmap",
            "THashList m; TMap fMap; ~Host() { m.Delete(); fMap.DeleteAll(); }",
            Way(
                f"h.m.Add(new Item); {item('h.m.At(0)')}->fX = 5; h.fMap.Add(new TObjString(\"k\"), new Item);",
                {
                    "h.m.GetSize()": "1",
                    f"{item('h.m.At(0)')}->fX": "5.",
                    'static_cast<Item *>(h.fMap.GetValue("k"))->fX': "1.",
                },
            ),
            Way(
                f"h.m.Add(new Item); {item('h.m.At(0)')}->fX = 6.5; h.fMap.Add(new TObjString(\"k\"), new Item);",
                {f"{item('h.m.At(0)')}->fX": "6", 'static_cast<Item *>(h.fMap.GetValue("k"))->fGone': "2"},
            ),
        ),
        items(
            "tref",
            "Item *fItem = nullptr; TRef m; ~Host() { delete fItem; }",
            Way(
                "h.fItem = new Item; h.fItem->fX = 5; h.m = h.fItem;",
                {"h.fItem->fX": "5.", "h.m.GetObject() == h.fItem": "true"},
            ),
            Way(
                "h.fItem = new Item; h.fItem->fX = 6.5; h.m = h.fItem;",
                {"h.fItem->fX": "6", "h.m.GetObject() == h.fItem": "true"},
            ),
        ),
    ),
)

TARRAYS = Kind(
    "`TArrayF` and its kin: another of them, arrays and containers of numbers; `TList`, `THashList` and `TObjArray`",
    (
        Row(
            "tarray_tarray",
            "TArrayF m; TArrayF *fPointer = nullptr; TArrayF *fSame = nullptr; ~Host() { delete fPointer; }",
            "TArrayD m; TArrayD *fPointer = nullptr; TArrayD *fSame = nullptr; ~Host() { delete fPointer; }",
            Way(
                "h.m.Set(2); h.m[1] = 2.5f; h.fPointer = h.fSame = new TArrayF(3); h.fPointer->fArray[2] = 4;",
                {
                    "h.m.GetSize()": "2",
                    "h.m[1]": "2.5",
                    "h.fPointer->GetSize()": "3",
                    "h.fPointer->fArray[2]": "4.",
                    "h.fSame == h.fPointer": "true",
                },
            ),
            Way(
                "h.m.Set(1); h.m[0] = 0.5;",
                {"h.m.GetSize()": "1", "h.m[0]": "0.5f", "h.fPointer == nullptr": "true"},
            ),
        ),
        Row(
            "tarray_vector",
            "TArrayF m; TArrayI fArray; std::vector<TArrayS> fMany; TArrayI fFixed;",
            "std::vector<Double_t> m; TArrayL64 fArray; std::list<TArrayD> fMany; Short_t fFixed[3] = {7, 8, 9};",
            Way(
                "h.m.Set(2); h.m[1] = 2.5f; h.fArray.Set(1); h.fArray[0] = -3; h.fMany.resize(2); h.fMany[1].Set(1); "
                "h.fMany[1][0] = 6; h.fFixed.Set(2); h.fFixed[1] = 70000;",
                {
                    "h.m": "0., 2.5",
                    "h.fArray.GetSize()": "1",
                    "h.fArray[0]": "-3",
                    "h.fMany.size()": "2",
                    "h.fMany.back()[0]": "6.",
                    "h.fFixed": "0, 4464, 9",
                },
            ),
            Way(
                "h.m = {1.5, 2.5}; h.fMany.resize(1); h.fMany.front().Set(1); h.fMany.front()[0] = 2.75;",
                {
                    "h.m.GetSize()": "2",
                    "h.m[1]": "2.5f",
                    "h.fMany.size()": "1",
                    "h.fMany[0][0]": "2",
                    "h.fFixed.GetSize()": "3",
                    "h.fFixed[2]": "9",
                },
            ),
        ),
        Row(
            "tlist_tobjarray",
            *(
                part + " class Host { public: " + text + " ClassDefNV(Host, V) };"
                for part, text in zip(
                    ITEM,
                    (
                        "TList m; TList *fPointer = nullptr; TList *fSame = nullptr; "
                        "~Host() { m.Delete(); if (fPointer) fPointer->Delete(); delete fPointer; }",
                        "TObjArray m; TObjArray *fPointer = nullptr; TObjArray *fSame = nullptr; "
                        "~Host() { m.Delete(); if (fPointer) fPointer->Delete(); delete fPointer; }",
                    ),
                )
            ),
            Way(
                'h.m.SetName("items"); h.m.Add(new Item); h.m.Add(new Item, "option"); '
                "static_cast<Item *>(h.m.At(1))->fX = 5; "
                "h.fPointer = h.fSame = new TList; h.fPointer->Add(new Item);",
                {
                    "h.m.GetEntries()": "2",
                    "static_cast<Item *>(h.m.At(1))->fX": "5.",
                    "std::string(h.m.GetName())": '"items"',
                    "h.fPointer->GetEntries()": "1",
                    "h.fSame == h.fPointer": "true",
                },
            ),
            Way(
                "h.m.AddAtAndExpand(new Item, 2); static_cast<Item *>(h.m.At(2))->fX = 6.5;",
                {
                    "h.m.GetSize()": "1",
                    "static_cast<Item *>(h.m.At(0))->fX": "6",
                    "h.fPointer == nullptr": "true",
                },
            ),
        ),
        items_of_lists(),
    ),
)

NOT_CONVERTED = Kind(
    "what there is no way for: text to number, a class to another one, a map to a sequence of anything but pairs",
    (
        Row(
            "text_number",
            'TString m = "old"; Int_t fA = 1;',
            "Int_t m = 7; Int_t fA = 1;",
            Way(
                'h.m = "5"; h.fA = 4;',
                {"h.m": "7", "h.fA": "4"},
                ("text_number::Host::m is TString in the stream and Int_t",),
            ),
            Way("h.m = 6; h.fA = 8;", {"h.m": '"old"', "h.fA": "8"}, ("text_number::Host::m is Int_t in the stream",)),
        ),
        Row(
            "other_class",
            "class One { public: Int_t fX = 1; ClassDefNV(One, 1) };"
            "class Host { public: One m; One *fPointer = nullptr; Int_t fA = 1; ~Host() { delete fPointer; "
            "} ClassDefNV(Host, V) };",
            "class Two { public: Int_t fX = 2; ClassDefNV(Two, 1) };"
            "class Host { public: Two m; Two *fPointer = nullptr; Int_t fA = 1; ~Host() { delete fPointer; "
            "} ClassDefNV(Host, V) };",
            Way("h.m.fX = 5; h.fA = 4;", {"h.m.fX": "2", "h.fA": "4"}, ("Host::m is other_class::One in the stream",)),
            Way(
                "h.m.fX = 6; h.fA = 8; h.fPointer = new Two;",
                {"h.m.fX": "1", "h.fPointer == nullptr": "true", "h.fA": "8"},
                ("Host::m is other_class::Two", "in other_class::Host/fPointer"),
            ),
        ),
        Row(
            "map_vector",
            "std::map<Int_t, Int_t> m; std::vector<std::string> fText; Int_t fA = 1;",
            "std::vector<Int_t> m = {7}; std::vector<Int_t> fText = {8}; Int_t fA = 1;",
            Way(
                'h.m = {{1, 2}}; h.fText = {"3"}; h.fA = 4;',
                {"h.m": "7", "h.fText": "8", "h.fA": "4"},
                ("Host::m", "Host::fText"),
            ),
            Way("h.fA = 5;", {"h.m.empty()": "true", "h.fA": "5"}, ("Host::m", "Host::fText")),
        ),
        Row(
            "counter_too_large",
            "Int_t fN = 0; Int_t m[2] = {}; Int_t fA = 1;",
            "Int_t fN = 0; Int_t *m = nullptr; //[fN]\n   Int_t fA = 1; ~Host() { delete[] m; }",
            Way("h.fN = 3; h.fA = 4;", {"h.m == nullptr": "true", "h.fA": "4", "h.fN": "3"}, ("Host::m is Int_t[2]",)),
            Way("h.fN = 1; h.m = new Int_t[1]{5}; h.fA = 6;", {"h.fN": "1", "h.m": "5, 0", "h.fA": "6"}),
        ),
    ),
)

BASE = "class Base { public: Int_t fB = 1; virtual ~Base() = default; ClassDef(Base, 1) };"
NEW = "class Derived : public Base { public: Int_t fD = 2; Base *fInside = nullptr; ClassDefOverride(Derived, 1) };"

STRANGERS = Kind(
    "a class that the other program does not have, behind pointers",
    (
        Row(
            "stranger",
            BASE + "class Host { public: Base *m = nullptr; Base *fSame = nullptr; Int_t fA = 1; Base fB; "
            "~Host() { delete m; } ClassDefNV(Host, V) };",
            BASE + NEW + "class Host { public: Int_t fNew = 3; Base *m = nullptr; Base *fSame = nullptr; Base fB; "
            "Int_t fA = 1; ~Host() { delete m; } ClassDefNV(Host, V) };",
            Way(
                "h.m = h.fSame = new Base; h.m->fB = 5; h.fA = 6;",
                {"h.m->fB": "5", "h.m == h.fSame": "true", "h.fA": "6"},
            ),
            Way(
                "h.m = h.fSame = new Derived; h.fA = 7; h.fB.fB = 8;",
                {"h.m == nullptr": "true", "h.fSame == nullptr": "true", "h.fA": "7", "h.fB.fB": "8"},
                ("in stranger::Host/m",),
            ),
        ),
        Row(
            "strangers_in_collections",
            BASE + "class Host { public: std::vector<Base *> m; TObjArray fArray; TList fList; Int_t fA = 1; "
            "~Host() { for (Base *one : m) delete one; fArray.Delete(); fList.Delete(); } ClassDefNV(Host, 1) };",
            BASE + NEW + "class Item : public TObject { public: Int_t fX = 1; ClassDefOverride(Item, 1) };"
            "class Host { public: std::vector<Base *> m; TObjArray fArray; TList fList; Int_t fA = 1; "
            "~Host() { for (Base *one : m) delete one; fArray.Delete(); fList.Delete(); } ClassDefNV(Host, 1) };",
            Way("h.m = {new Base}; h.fA = 5;", {"h.m.size()": "1", "h.m[0]->fB": "1", "h.fA": "5"}),
            Way(
                "h.m = {new Derived, nullptr, new Base}; h.m[2]->fB = 6; h.fArray.Add(new Item); h.fA = 7; "
                'h.fArray.Add(new TObjString("a")); h.fList.Add(new Item); h.fList.Add(new TObjString("b"));',
                {
                    "h.m.size()": "3",
                    "h.m[0] == nullptr": "true",
                    "h.m[2]->fB": "6",
                    "h.fArray.At(0) == nullptr": "true",
                    "h.fArray.At(1)->GetName()": '"a"',
                    "h.fList.GetSize()": "1",
                    "h.fList.At(0)->GetName()": '"b"',
                    "h.fA": "7",
                },
                ("in strangers_in_collections::Host/m", "in strangers_in_collections::Host/fArray/TObjArray"),
            ),
            same=True,
        ),
    ),
)

KINDS = (INSIDE, FORMS, GRAPHS, STRANGERS, COLLECTIONS, TARRAYS, NOT_CONVERTED)
