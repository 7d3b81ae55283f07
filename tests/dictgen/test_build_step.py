"""rootlet_generate_dictionary() in projects of strangers: what is made again and when, all kinds of targets, what a
target compiles with, and the schema lock as a part of the build. With Ninja and with Make."""

import os
import re
import shutil
import subprocess

import pytest
from conftest import COMPILER, RUNTIME, SOURCE
from dictgen.emit import DICTIONARY_FORMAT

CMAKE = os.environ.get("ROOTLET_CMAKE", "cmake")
BINARY = os.environ.get("ROOTLET_BINARY_DIR", "")
SANITIZE = os.environ.get("ROOTLET_SANITIZE", "")
GENERATORS = ["Ninja", "Unix Makefiles"]

pytestmark = pytest.mark.skipif(not BINARY, reason="needs a build tree of Rootlet: run it by ctest")


class Project:
    """A project with source files of the test, and its build."""

    def __init__(self, folder, generator):
        self.source, self.build_folder, self.generator = folder / "source", folder / "build", generator

    def write(self, **files):
        for name, text in files.items():
            self.put(name.replace("__", "/").replace("_h", ".h").replace("_cxx", ".cxx"), text)

    def put(self, name, text):
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def cmake(self, text, *options, ok=True):
        self.put(
            "CMakeLists.txt",
            "cmake_minimum_required(VERSION 3.25)\nproject(Steps LANGUAGES CXX)\n"
            "set(CMAKE_CXX_STANDARD 20)\nfind_package(Rootlet REQUIRED)\n" + text,
        )
        flags = f"-fsanitize={SANITIZE} -fno-sanitize-recover=all" if SANITIZE else ""
        return run(
            *(CMAKE, "-S", self.source, "-B", self.build_folder, "-G", self.generator, f"-DRootlet_DIR={BINARY}"),
            f"-DCMAKE_CXX_COMPILER={COMPILER}",
            f"-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wmissing-declarations -Werror -O0 {flags}",
            "-DCMAKE_EXE_LINKER_FLAGS=-Wl,--as-needed",
            *options,
            ok=ok,
        )

    def build(self, *options, ok=True):
        return run(CMAKE, "--build", self.build_folder, *options, ok=ok)

    def made(self):
        """What a build does: dictionaries by name, objects by their source. CMake's Make runs a command twice in the
        build in which a file of its depfile is gone."""
        text = self.build().stdout
        return sorted(
            {f"dictionary {name}" for name in re.findall(r"Dictionary (\S+)", text)}
            | set(re.findall(r"Building CXX object .*?/([^/]+)\.o\b", text))
        )

    def touch(self, name):
        os.utime(self.source / name)


def run(*command, ok=True, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, **options)
    assert not ok or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(params=GENERATORS)
def project(request, tmp_path):
    return Project(tmp_path, request.param)


@pytest.fixture
def ninja_project(tmp_path):
    return Project(tmp_path, "Ninja")


def a_class(name, members="int fX = 0;", version=1, above=""):
    return (
        f'#pragma once\n#include "Rtypes.h"\n{above}class {name} {{\npublic:\n   {members}\n'
        f"   ClassDefNV({name}, {version})\n}};\n"
    )


def test_only_what_depends_on_a_file_is_made_again(project):
    project.write(
        One_h=a_class("One", above='#include "in/Inner.h"\n'),
        in__Inner_h='#pragma once\n#include "Deep é 1.h"\n',
        Two_h=a_class("Two"),
        Unrelated_h="#pragma once // GCC takes files of equal content and time for one\n",
        main_cxx='#include "One.h"\n#include "Unrelated.h"\nint main() { return One().fX; }\n',
        other_cxx='#include "Two.h"\nint other();\nint other() { return Two().fX; }\n',
    )
    project.put("in/Deep é 1.h", "#pragma once\n")
    project.put("../build/dictgen/__init__.py", "raise SystemExit('a folder of this name is no dictgen')\n")
    project.cmake(
        "add_executable(one main.cxx)\ntarget_link_libraries(one PRIVATE Rootlet::core)\n"
        "rootlet_generate_dictionary(one HEADERS One.h)\n"
        "add_library(two SHARED other.cxx)\ntarget_link_libraries(two PRIVATE Rootlet::core)\n"
        "rootlet_generate_dictionary(two HEADERS Two.h)\n"
    )
    everything = ["dictionary one", "dictionary two", "main.cxx", "oneDict.cxx", "other.cxx", "twoDict.cxx"]
    assert project.made() == everything
    assert project.made() == []
    project.touch("Unrelated.h")
    assert project.made() == ["main.cxx"]
    project.touch("in/Deep é 1.h")
    assert project.made() == ["dictionary one", "main.cxx", "oneDict.cxx"]
    assert project.made() == []
    project.touch("Two.h")
    assert project.made() == ["dictionary two", "other.cxx", "twoDict.cxx"]
    project.write(One_h=a_class("One"))
    os.unlink(project.source / "in/Inner.h")
    assert project.made() == ["dictionary one", "main.cxx", "oneDict.cxx"]
    assert project.made() == []


def test_options_of_the_target_hold_for_its_dictionary(project):
    """Each one of them changes the layout, which static_asserts in the dictionary compare."""
    members = "\n".join(
        f"#ifdef {name}\n   int f{name} = 0;\n#endif"
        for name in ("DEFINED", "QUOTED", "OPTION", "SHELL", "FLAG", "CONFIG", "LANGUAGE", "LINKED", "MISSING")
    )
    members += (
        "\n#ifdef __cpp_exceptions\n   double fExceptions = 0;\n#endif\n   char fChar = char(-1) < 0 ? 'a' : 'b';"
    )
    members += "\n#if __cplusplus > 202002L\n   double fNew = 0;\n#endif\n"
    project.put("odd dir é/Odd.h", a_class("Odd", members, above='#include "Far.h"\n#include "Linked.h"\n'))
    project.put("far away/Far.h", "#pragma once\n")
    project.put("linked/Linked.h", "#pragma once\n")
    project.write(
        main_cxx='#include "odd dir é/Odd.h"\n#include "TClass.h"\n#include <cstdio>\n'
        'int main() { std::printf("%d %s\\n", TClass::GetClass("Odd")->GetListOfDataMembers() != nullptr, QUOTED); }\n'
    )
    project.cmake(
        "add_library(linked INTERFACE)\n"
        "target_include_directories(linked SYSTEM INTERFACE linked)\n"
        "target_compile_definitions(linked INTERFACE LINKED)\n"
        'string(APPEND CMAKE_CXX_FLAGS " -DFLAG=\'1\'")\nset(CMAKE_CXX_FLAGS_DEBUG "-DCONFIG")\n'
        "add_executable(odd main.cxx)\ntarget_link_libraries(odd PRIVATE Rootlet::core linked)\n"
        "set_target_properties(odd PROPERTIES CXX_STANDARD 23)\n"
        'target_include_directories(odd PRIVATE "far away" $<$<COMPILE_LANGUAGE:CXX>:${CMAKE_SOURCE_DIR}/in-cxx>)\n'
        "target_compile_definitions(odd PRIVATE DEFINED)\n"
        'target_compile_definitions(odd PRIVATE "QUOTED=\\"it\'s $1 2\\"" $<$<COMPILE_LANGUAGE:CXX>:LANGUAGE>)\n'
        'target_compile_options(odd PRIVATE -DOPTION "SHELL:-D SHELL" -fno-math-errno -funsigned-char -Wno-unused)\n'
        'rootlet_generate_dictionary(odd HEADERS "odd dir é/Odd.h")\n',
        "-DCMAKE_BUILD_TYPE=Debug",
    )
    assert project.made() == ["dictionary odd", "main.cxx", "oddDict.cxx"]
    assert run(project.build_folder / "odd").stdout.endswith("it's $1 2\n")
    assert project.made() == []
    dictionary = (project.build_folder / "oddDict.cxx").read_text()
    for name in ("DEFINED", "QUOTED", "OPTION", "SHELL", "FLAG", "CONFIG", "LANGUAGE", "LINKED", "Exceptions", "New"):
        assert f'"f{name}"' in dictionary
    assert '"fMISSING"' not in dictionary


def test_class_is_known_whatever_kind_of_library_its_dictionary_is_in(ninja_project):
    """Nothing in the program refers to the classes, so that a linker could leave their dictionaries out."""
    project = ninja_project
    kinds = ("static", "shared", "object", "module", "program", "archived")
    for kind in kinds:
        project.put(f"{kind}.h", f"#pragma once\nstruct In_{kind} {{ int fX; }};\nstruct Common {{ double fY; }};\n")
        links = ["#pragma link C++ class Common+;\n"] if kind in ("shared", "program") else []
        project.put(f"{kind}LinkDef.h", f"#pragma link C++ class In_{kind}+;\n" + "".join(links))
    project.write(
        empty_cxx="",
        main_cxx='#include "TClass.h"\n#include <cstdio>\n#include <dlfcn.h>\n'
        "int main(int, char **argv) {\n   const char *classes[] = {"
        + ", ".join(f'"In_{kind}"' for kind in kinds)
        + ', "Common"};\n'
        "   for (int pass = 0; pass < 2; ++pass) {\n"
        "      for (const char *name : classes)\n"
        "         if (TClass::GetClass(name, kTRUE, kTRUE)) std::printf(\"%s \", name + 3 * (name[2] == '_'));\n"
        '      std::printf("\\n");\n'
        "      if (!dlopen(argv[1], RTLD_NOW)) return 1;\n   }\n}\n",
    )
    project.cmake(
        "add_library(in_static STATIC empty.cxx)\nadd_library(in_shared SHARED empty.cxx)\n"
        "add_library(in_object OBJECT empty.cxx)\nadd_library(in_module MODULE empty.cxx)\n"
        "add_library(in_archived OBJECT empty.cxx)\nadd_library(archive STATIC empty.cxx)\n"
        "target_link_libraries(archive PUBLIC in_archived)\nadd_executable(in_program main.cxx)\n"
        "foreach(kind static shared object module program archived)\n"
        "   target_link_libraries(in_${kind} PUBLIC Rootlet::core)\n"
        "   set_target_properties(in_${kind} PROPERTIES CXX_VISIBILITY_PRESET hidden)\n"
        "   rootlet_generate_dictionary(in_${kind} HEADERS ${kind}.h LINKDEF ${kind}LinkDef.h)\n"
        "endforeach()\n"
        "target_link_libraries(in_program PRIVATE in_static in_shared in_object archive ${CMAKE_DL_LIBS})\n"
    )
    project.build("--parallel", "2")
    shown = run(project.build_folder / "in_program", project.build_folder / "libin_module.so")
    assert shown.stdout == (
        "static shared object program archived Common \nstatic shared object module program archived Common \n"
    )
    assert shown.stderr == ""


def test_two_libraries_with_different_dictionaries_of_a_class_are_told_apart(ninja_project):
    project = ninja_project
    for name, member in (("a", "int fX;"), ("b", "double fX;")):
        project.put(f"{name}/Same.h", f"#pragma once\nstruct Same {{ {member} }};\n")
        project.put(f"{name}/{name}.cxx", "")
    project.write(LinkDef_h="#pragma link C++ class Same+;\n", main_cxx="int main() {}\n")
    project.cmake(
        "foreach(name a b)\n   add_library(${name} SHARED ${name}/${name}.cxx)\n"
        "   target_link_libraries(${name} PUBLIC Rootlet::core)\n"
        "   rootlet_generate_dictionary(${name} HEADERS ${name}/Same.h LINKDEF LinkDef.h)\nendforeach()\n"
        "add_executable(both main.cxx)\ntarget_link_libraries(both PRIVATE a b)\n"
    )
    project.build()
    said = run(project.build_folder / "both").stderr
    assert said == (
        "Error in <TClass>: two libraries have different dictionaries of Same (version 1 and 1): "
        "the one loaded first is used\n"
    )


LOCKED = """#include "TObject.h"

class Event : public TObject {
public:
   Int_t fRun = 0;
   Float_t fX = 0;
   Int_t fN = 0;
   Double_t *fA = nullptr; //[fN]

   ClassDefOverride(Event, 2) // an event
};
"""


def test_changed_member_fails_the_build(project):
    """With the message that docs/dictgen.md shows."""
    project.write(Event_h=LOCKED, main_cxx='#include "Event.h"\nint main() { return Event().fN; }\n')
    project.cmake(
        "add_executable(event main.cxx)\ntarget_link_libraries(event PRIVATE Rootlet::core)\n"
        "rootlet_generate_dictionary(event HEADERS Event.h LOCK schema.lock.json OPTIONS -fno-such-thing)\n"
    )
    lock = project.source / "schema.lock.json"
    done = project.build(ok=False)
    assert done.returncode != 0
    assert f"{lock}: error: the lock file '{lock}' does not exist [DG092]" in done.stdout + done.stderr

    project.build("--target", "event_lock_update")
    assert '{"name": "fA", "type": "double*", "counter": "fN"}' in lock.read_text()
    assert project.made() == ["dictionary event", "eventDict.cxx", "main.cxx"]
    assert project.made() == []
    released = lock.read_text()

    changed = LOCKED.replace("   Int_t fRun = 0;\n", "").replace("Float_t fX", "Double_t fX")
    changed = changed.replace("Int_t fN = 0;", "Int_t fN = 0;\n   Int_t fNew = 0;")
    project.write(Event_h=changed)
    done = project.build(ok=False)
    assert done.returncode != 0
    page = (SOURCE / "docs/dictgen.md").read_text().split("## The schema lock")[1]
    message = next(block for block in page.split("```\n") if block.startswith("Event.h"))
    assert message in (done.stdout + done.stderr).replace(f"{project.source}/", "")

    project.write(Event_h=changed.replace("Event, 2", "Event, 3"))
    done = project.build()
    assert "does not know version 3 of 'Event' yet [DG094]" in done.stdout + done.stderr
    assert lock.read_text() == released
    project.build("--target", "event_lock_update")
    assert '"3": {' in lock.read_text()


WRONG = {
    "rootlet_generate_dictionary(face HEADERS A.h)": "the target compiles nothing itself",
    "rootlet_generate_dictionary(Rootlet::core HEADERS A.h)": "the target compiles nothing itself",
    "rootlet_generate_dictionary(app HEADERS A.h LOCK)": "not understood: `LOCK`",
    "rootlet_generate_dictionary(app SCHEMA s HEADERS A.h)": "not understood: `SCHEMA;s`",
}


@pytest.mark.parametrize("call", WRONG)
def test_wrong_call_is_explained(ninja_project, call):
    ninja_project.write(main_cxx="int main() {}\n")
    done = ninja_project.cmake(f"add_library(face INTERFACE)\nadd_executable(app main.cxx)\n{call}\n", ok=False)
    assert done.returncode != 0
    assert WRONG[call] in re.sub(r"\s+", " ", done.stderr)


def test_dictgen_of_another_release_is_named(ninja_project):
    module = SOURCE / "cmake/RootletDictgen.cmake"
    done = ninja_project.cmake("")
    assert "Warning" not in done.stderr
    ninja_project.put(
        "CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.25)\nproject(Mixed NONE)\nset(ROOTLET_RUNTIME_VERSION 9.8.7)\n"
        f"set(ROOTLET_DICTGEN_PARENT {SOURCE}/dictgen)\ninclude({module})\n",
    )
    done = run(CMAKE, "-S", ninja_project.source, "-B", ninja_project.build_folder / "mixed")
    assert "the runtime has version 9.8.7" in re.sub(r"\s+", " ", done.stderr)


def test_dictionary_does_not_compile_against_another_runtime(dictgen):
    other = dictgen.folder / "other"
    shutil.copytree(RUNTIME, other)
    header = (other / "RootletDictionary.h").read_text()
    ours = f"kDictionaryFormat = {DICTIONARY_FORMAT};"
    assert ours in header
    (other / "RootletDictionary.h").write_text(header.replace(ours, "kDictionaryFormat = 99;"))
    dictgen.write("Event.h", a_class("Event"))
    assert dictgen.run("-o", "Dict.cxx", "Event.h").status == 0
    command = [COMPILER, "-std=c++20", "-fsyntax-only", "-I."]
    done = run(*command, "-Iother", "Dict.cxx", ok=False)
    assert done.returncode != 0
    assert "which does not belong to the Rootlet headers in the include path: make it again with their dictgen" in (
        done.stderr
    )
    run(*command, f"-I{RUNTIME}", "Dict.cxx")
