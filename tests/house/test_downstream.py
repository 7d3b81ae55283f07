"""Rootlet as a stranger's project sees it: find_package(), dictionaries, macros, and the example in README.md.

Every test builds a project of its own in a scratch directory, against an install tree made from this build or against
the build tree itself.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

SOURCE = Path(os.environ["ROOTLET_SOURCE_DIR"])
BINARY = Path(os.environ["ROOTLET_BINARY_DIR"])
CMAKE = os.environ["ROOTLET_CMAKE"]
SANITIZE = os.environ["ROOTLET_SANITIZE"]

FOUND = (
    "probe (the probe in the cellar): 10 samples, sum 55, 10 in volt, 1 alarm at 9: over 9 V; 10 beats, and a TH1F\n"
)


def run(*command, ok=True, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, **options)
    assert not ok or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An install tree, moved after the installation: nothing in it may remember where it was put first."""
    folder = tmp_path_factory.mktemp("install")
    run(CMAKE, "--install", BINARY, "--prefix", folder / "first")
    return (folder / "first").rename(folder / "stage")


def configure(source, build, prefix, generator="Ninja"):
    flags = f"-fsanitize={SANITIZE} -fno-sanitize-recover=all" if SANITIZE else ""
    return run(
        CMAKE,
        *("-S", source, "-B", build, "-G", generator),
        f"-DCMAKE_PREFIX_PATH={prefix}",
        "-DCMAKE_BUILD_TYPE=Debug",
        f"-DCMAKE_CXX_COMPILER={os.environ['ROOTLET_CXX']}",
        f"-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror {flags}",
        "-DCMAKE_EXE_LINKER_FLAGS=-Wl,--as-needed",  # must not drop a library whose classes are used by name only
    )


def build(folder, *options, ok=True):
    return run(CMAKE, "--build", folder, *options, ok=ok)


def share(program, path):
    """Lets one process write and, while it lives, another one read; returns what the reader printed."""
    with subprocess.Popen([program, "write", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "published\n"
        text = run(program, "read", path).stdout
        writer.stdin.close()
        assert writer.wait() == 0
    return text


@pytest.mark.parametrize("kind", ["shared", "static"])
def test_project_shares_its_class_between_processes(installed, downstream, tmp_path, kind):
    program = downstream(installed) / ("sensor_framework" if kind == "shared" else "sensor_framework_static")
    libraries = run("ldd", program).stdout
    assert ("librootlet_framework" in libraries) == (kind == "shared")
    assert share(program, tmp_path / "sensor.map") == FOUND


@pytest.fixture(scope="module")
def downstream(tmp_path_factory):
    """Builds tests/downstream against a prefix, once per prefix; returns the build directory."""
    built = {}

    def make(prefix, *options):
        if prefix not in built:
            folder = tmp_path_factory.mktemp("downstream")
            configure(SOURCE / "tests/downstream", folder, prefix)
            build(folder, *options)
            built[prefix] = folder
        return built[prefix]

    return make


def test_project_may_use_the_build_tree(downstream, tmp_path):
    folder = downstream(BINARY, "--target", "sensor_framework")
    assert share(folder / "sensor_framework", tmp_path / "sensor.map") == FOUND


def test_macro_of_a_project_is_a_program(installed, downstream):
    program = downstream(installed) / "calibrate"
    assert run(program).stdout == "calibrated to 1\n"
    assert run(program, "--offset", "3", "--scale", "4").stdout == "calibrated to 12\n"
    assert "shows that a downstream project can build macros" in run(program, "--help").stdout
    refused = run(program, "--scale", "many", ok=False)
    assert refused.returncode != 0 and "many" in refused.stderr


def test_version_of_another_series_is_not_accepted(installed, tmp_path):
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(Old LANGUAGES CXX)\nfind_package(Rootlet 99.0 REQUIRED)\n"
    )
    done = run(CMAKE, "-S", tmp_path, "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={installed}", ok=False)
    assert done.returncode != 0 and "99.0" in done.stderr


@pytest.mark.parametrize("generator", ["Ninja", "Unix Makefiles"])
def test_dictionary_is_made_again_only_when_a_header_changes(installed, tmp_path, generator):
    shutil.copytree(SOURCE / "tests/downstream", tmp_path / "source")
    configure(tmp_path / "source", tmp_path / "build", installed, generator)
    build(tmp_path / "build", "--target", "sensor_framework")
    dictionary = tmp_path / "build/sensor_frameworkDict.cxx"
    first = dictionary.read_text()

    assert "Dictionary" not in build(tmp_path / "build", "--target", "sensor_framework").stdout

    header = tmp_path / "source/Measurement.h"
    time.sleep(1.1)  # make compares times of one second's grain on some file systems
    header.write_text(header.read_text().replace("Int_t fN = 0;", "Int_t fN = 0;\n   Short_t fChannel = 7;"))
    assert "Dictionary" in build(tmp_path / "build", "--target", "sensor_framework").stdout
    assert "fChannel" in dictionary.read_text() and "fChannel" not in first
    assert "Dictionary" not in build(tmp_path / "build", "--target", "sensor_framework").stdout
    assert share(tmp_path / "build/sensor_framework", tmp_path / "sensor.map") == FOUND


def test_header_that_does_not_parse_stops_the_build_at_its_line(installed, tmp_path):
    shutil.copytree(SOURCE / "tests/downstream", tmp_path / "source")
    header = tmp_path / "source/Measurement.h"
    lines = header.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if "Int_t fN = 0;" in line)
    lines[at] = "   Imt_t fN = 0;"
    header.write_text("\n".join(lines) + "\n")
    configure(tmp_path / "source", tmp_path / "build", installed)
    done = build(tmp_path / "build", "--target", "sensor_framework", ok=False)
    assert done.returncode != 0
    assert f"Measurement.h:{at + 1}:4: error: unknown type name 'Imt_t'" in done.stdout + done.stderr
    assert not (tmp_path / "build/sensor_frameworkDict.cxx").exists()


@pytest.mark.parametrize("arguments, message", [("nowhere HEADERS A.h", "no target `nowhere`"), ("app", "HEADERS")])
def test_wrong_call_is_explained(installed, tmp_path, arguments, message):
    (tmp_path / "app.cxx").write_text("int main() {}\n")
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(Wrong LANGUAGES CXX)\nfind_package(Rootlet REQUIRED)\n"
        f"add_executable(app app.cxx)\nrootlet_generate_dictionary({arguments})\n"
    )
    done = run(CMAKE, "-S", tmp_path, "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={installed}", ok=False)
    assert done.returncode != 0 and message in re.sub(r"\s+", " ", done.stderr)


def test_missing_python_modules_are_named_with_their_packages(tmp_path):
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(Bare NONE)\n"
        f"set(ROOTLET_DICTGEN_PARENT {SOURCE}/dictgen)\ninclude({SOURCE}/cmake/RootletDictgen.cmake)\n"
    )
    done = run(
        *(CMAKE, "-S", tmp_path, "-B", tmp_path / "build"),
        ok=False,
        env={**os.environ, "PYTHONPATH": str(broken_modules(tmp_path))},
    )
    text = re.sub(r"\s+", " ", done.stderr)
    assert (
        done.returncode != 0 and "python3-clang-19" in text and "python3-jinja2" in text and "/usr/bin/python3" in text
    )


def broken_modules(folder):
    """A module path in which Jinja2 cannot be imported."""
    (folder / "jinja2.py").write_text("raise ImportError('not here')\n")
    return folder


def test_installed_dictgen_command_runs(installed, tmp_path):
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    (tmp_path / "dictgen").mkdir()
    (tmp_path / "dictgen/__init__.py").write_text("raise SystemExit('a folder of this name is no dictgen')\n")
    assert "--linkdef" in run(installed / "bin/dictgen", "--help", env=ours, cwd=tmp_path).stdout


def readme_files():
    """File name -> text of the example in README.md: code blocks headed by a line with nothing but **`name`**."""
    return dict(re.findall(r"^\*\*`([\w.]+)`\*\*\n+```\w*\n(.*?)^```", (SOURCE / "README.md").read_text(), re.M | re.S))


def test_example_of_the_readme_builds_and_runs(installed, tmp_path):
    files = readme_files()
    assert {"CMakeLists.txt", "producer.cxx", "consumer.cxx"} < set(files)
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    configure(tmp_path, tmp_path / "build", installed)
    build(tmp_path / "build")
    run(tmp_path / "build/producer", cwd=tmp_path)
    shown = run(tmp_path / "build/consumer", cwd=tmp_path).stdout
    said = re.search(r"prints `([^`]+)`", (SOURCE / "README.md").read_text())[1]
    assert shown == said + "\n"
