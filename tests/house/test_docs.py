"""README, docs/, `./dev help` and `dictgen --help` say the same, and what they point at exists."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(os.environ["ROOTLET_SOURCE_DIR"])
PAGES = [SOURCE / "README.md", *sorted((SOURCE / "docs").glob("*.md"))]


def run(*command):
    return subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)


def dev_commands():
    """Command -> its options, from the lines of the help that start with a command."""
    lines = run("./dev", "help").stdout.splitlines()
    found = [re.match(r"  (\w+)(( \S+)*)   ", line) for line in lines]
    return {match[1]: set(re.findall(r"--\w+", match[2])) for match in found if match}


def dictgen_options():
    done = run(sys.executable, "-m", "dictgen", "--help")
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", done.stdout))


def dictgen_invocations(page):
    """The command lines in the page's code that call dictgen, continuation lines joined."""
    text = page.read_text().replace("\\\n", " ")
    code = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    return [line for block in code for line in block.splitlines() if re.match(r"\s*(\$ )?dictgen\s", line)]


def test_dev_help_lists_the_commands_of_the_house():
    assert {"demo", "test", "hostile", "fuzz", "storm", "soak", "model", "bench", "lint", "install", "help"} == set(
        dev_commands()
    )
    assert dev_commands()["test"] == {"--asan", "--tsan"}


def test_dictgen_has_the_version_of_the_project():
    project = re.search(r"project\(Rootlet VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text())[1]
    assert run(sys.executable, "-m", "dictgen", "--version").stdout == f"dictgen {project}\n"


def test_unknown_dev_command_fails_and_shows_the_help():
    done = run("./dev", "frobnicate")
    assert done.returncode != 0
    assert "frobnicate" in done.stderr and "Usage: ./dev" in done.stderr


def test_readme_names_every_dev_command():
    text = (SOURCE / "README.md").read_text()
    assert [command for command in dev_commands() if f"./dev {command}" not in text] == []


@pytest.mark.parametrize("page", PAGES + [SOURCE / ".ci/run"], ids=lambda page: page.name)
def test_page_uses_only_dev_commands_that_exist(page):
    known = dev_commands()
    for command, options in re.findall(r"\./dev (\w+)((?: --\w+)*)", page.read_text()):
        assert command in known
        assert set(options.split()) <= known[command]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_uses_only_dictgen_options_that_exist(page):
    used = {option for line in dictgen_invocations(page) for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line)}
    assert used - dictgen_options() == set()


def test_dictgen_page_explains_every_option():
    text = (SOURCE / "docs/dictgen.md").read_text()
    assert [option for option in sorted(dictgen_options()) if option not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_links_to_files_that_exist(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def reliability_rows():
    """The rows of README's table of crashes, without its head."""
    text = (SOURCE / "README.md").read_text().partition("\n## Reliability\n")[2].partition("\n## ")[0]
    return [line for line in text.splitlines() if line.startswith("|")][2:]


def test_readme_says_what_each_crash_costs():
    assert len(reliability_rows()) >= 10


@pytest.mark.parametrize("row", reliability_rows(), ids=lambda row: row.split("|")[1].strip())
def test_each_crash_of_the_readme_is_shown_by_tests_that_exist_and_are_built(row):
    links = re.findall(r"\[(\w+)\.(\w+)\]\(([^)]+)\)", row)
    assert links != []
    for suite, name, file in links:
        source = SOURCE / file
        assert re.search(rf"\bTEST(_F|_P)?\(\s*{suite},\s*{name}\)", source.read_text()), f"{suite}.{name}"
        assert source.name in (source.parent / "CMakeLists.txt").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_names_files_of_the_house_that_exist(page):
    named = re.findall(
        r"`((?:src|include|framework|dictgen|cmake|tests|tutorials|tools|bench|docs)/[\w./-]*)`", page.read_text()
    )
    assert [name for name in named if not (SOURCE / name).exists()] == []
