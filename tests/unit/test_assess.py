"""The policy check: every item is asked, unstated is not no, and a faulty draft is named by its lines."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from lamigo.assess import FORMATS, assess, compare, items, read_draft, template
from lamigo.errors import LamigoError


@pytest.fixture(scope="module")
def found(store):
    return items(store)


@pytest.fixture
def draft(tmp_path, found):
    def make(text: str, name: str = "draft.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read_draft(path, found)

    return make


def test_all_items_of_the_ten_tables(found):
    assert len(found) == 75
    assert sorted({item.table for item in found}) == [2, 3, 5, 6, 7, 8, 10, 11, 12, 13]
    (rights,) = [item for item in found if item.key == "table-5/officials-defend-rights"]
    assert [str(cited) for cited in rights.cites] == ["MLFLM 8.3"]
    assert rights.lines == "ilo-policy-guide L971-L971"


def test_the_template_is_a_sound_draft_that_states_nothing(draft, found):
    held = assess(draft(template(found)), found)
    assert held.count() == {"yes": 0, "no": 0, "unstated": 75}
    agreement = assess(draft(template(found, "agreement")), found)
    assert 0 < sum(agreement.count().values()) < 75
    assert {item.kind for item, _ in agreement.rows} == {"content"}


def test_answers_count_by_table_and_instrument(draft, found):
    held = assess(draft(
        "title: A <b>draft</b>\nkind: policy\nitems:\n"
        "  table-5/officials-defend-rights: {answer: yes, where: section 3}\n"
        "  table-5/rights-whatever-status: no\n"
    ), found)  # fmt: skip
    assert held.count(held.by_table()[5]) == {"yes": 1, "no": 1, "unstated": 12}
    assert held.provisions("MLFLM")["yes"] == ["8.3"]
    assert held.provisions("MLFLM")["no"] == ["8.1"]
    document = json.loads(FORMATS["json"](held))
    assert document["all"] == {"yes": 1, "no": 1, "unstated": 73}
    assert document["instruments"]["MLFLM"]["places"]["yes"] == ["8.3"]
    assert "section 3" in FORMATS["markdown"](held)
    assert "unstated (73)" in FORMATS["terminal"](held)
    page = FORMATS["html"](held)
    assert "<b>draft</b>" not in page
    ET.fromstring(page.replace("<!doctype html>\n", "").replace('<meta charset="utf-8">', ""))


def test_a_provision_met_once_is_met(draft, found):
    citing = [item.key for item in found if any("12.3" in c.locators and c.instrument == "MLFLM" for c in item.cites)]
    assert len(citing) == 2
    held = assess(draft(f"items:\n  {citing[0]}: no\n  {citing[1]}: yes\n"), found)
    assert "12.3" in held.provisions("MLFLM")["yes"]
    assert "12.3" not in held.provisions("MLFLM")["no"]


def test_two_drafts_are_compared(draft, found):
    before = assess(draft("title: One\nitems:\n  table-5/rights-whatever-status: no\n", "a.yaml"), found)
    after = assess(draft("title: Two\nitems:\n  table-5/rights-whatever-status: yes\n", "b.yaml"), found)
    text = compare(before, after)
    assert "no → yes" in text
    assert "1 of 75 items differ" in text


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("items:\n  table-5/rights-whatever-statu: yes\n", "did you mean table-5/rights-whatever-status", 2),
        ("items:\n\n  table-5/rights-whatever-status: maybe\n", "is 'maybe'", 3),
        ("items:\n  table-5/rights-whatever-status: yes\n  table-5/rights-whatever-status: no\n", "stands twice", 3),
        ("titel: x\n", "did you mean title", 1),
        ("kind: treaty\n", "kind is 'treaty'", 1),
        ("kind: agreement\nitems:\n  table-2/evidence-base: yes\n", "asks how a policy was made", 3),
        ("items:\n  - a\n  b: [\n", "not YAML", 3),
        ("- a list\n", "a mapping", 1),
        ("", "a mapping", 1),
    ],
)
def test_a_faulty_draft_is_named_by_its_line(draft, text, said, line):
    with pytest.raises(LamigoError, match=said) as caught:
        draft(text)
    assert f"draft.yaml:{line}" in str(caught.value)


def test_all_faults_at_once_and_a_missing_file(draft, tmp_path, found):
    with pytest.raises(LamigoError) as caught:
        draft("items:\n  x: yes\n  table-5/rights-whatever-status: maybe\n")
    assert ":2:" in str(caught.value)
    assert ":3:" in str(caught.value)
    with pytest.raises(LamigoError, match="no file"):
        read_draft(tmp_path / "absent.yaml", found)
