"""docs/dictgen.md has a page for every rule, and it says what --explain says."""

import re

import pytest
from conftest import SOURCE
from dictgen.diagnostics import RULES

TEXT = (SOURCE / "docs" / "dictgen.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", RULES)
def test_rule_has_its_page(code):
    page = re.search(rf"^### {code}: (.*?)\n(.*?)(?=^### |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    assert page, f"docs/dictgen.md has no section '### {code}: ...'"
    assert page[1] == RULES[code].title
    assert RULES[code].cure in page[2]
    assert f"```cpp\n{RULES[code].example}\n```" in page[2]
    assert f"Cured:\n\n```cpp\n{RULES[code].cured}\n```" in page[2]


def test_there_are_no_pages_of_rules_that_do_not_exist():
    assert set(re.findall(r"^### (DG\d+):", TEXT, re.MULTILINE)) == set(RULES)
