"""The policy check: every item is asked, unstated is not no, and a faulty draft is named by its lines."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from click.testing import CliRunner, Result

from lamigo.assess import FORMATS, assess, compare, guide, read_draft, template
from lamigo.assess.report import together
from lamigo.cli import cli
from lamigo.errors import LamigoError

STATUS = "table-5/rights-whatever-status"


@pytest.fixture(scope="module")
def found(store):
    return guide(store)


@pytest.fixture
def draft(tmp_path, found):
    def make(text: str, name: str = "draft.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read_draft(path, found.items)

    return make


def test_all_items_of_the_ten_tables(found):
    tables = Counter(item.part for item in found.items if item.part.startswith("table-"))
    assert sum(tables.values()) == 75
    assert sorted(int(part.removeprefix("table-")) for part in tables) == [2, 3, 5, 6, 7, 8, 10, 11, 12, 13]
    (rights,) = [item for item in found.items if item.key == "table-5/officials-defend-rights"]
    assert [str(cited) for cited in rights.cites] == ["MLFLM 8.3"]
    assert rights.lines == "ilo-policy-guide L971-L971"
    assert len({item.key for item in found.items}) == len(found.items)


def test_fragments_of_the_model_agreement_are_items_of_an_agreement(found):
    asked = {item.key: item for item in found.items if item.part == "model-agreement"}
    assert len(asked) == 10
    desired = asked["model-agreement/art-1-b"]
    assert [str(cited) for cited in desired.cites] == ["R086-MODEL 1(b)"]
    assert desired.lines == "ilo-policy-guide L608-L608, L1214-L1214", "said twice in the guide, asked once"
    shared = [item for item in asked.values() if "art-1-c-e-" in item.key]
    assert len(shared) == 6, "the run 1(c)–(e) is asked by its matters, not as a whole"
    assert {str(item.cites[0]) for item in shared} == {"R086-MODEL 1(c), 1(d), 1(e) (doubtful)"}
    assert {item.lines for item in shared} == {"ilo-policy-guide L610-L610"}


def test_box_11_is_asked_topic_by_topic(found):
    box = [item for item in found.items if item.part == "box-11"]
    of_the_model = {item.label for item in box if item.cites}
    assert of_the_model == {
        "Methods of cooperation", "Recruitment, introduction and placement", "Administrative formalities",
        "Conditions and criteria of migration", "Exchange of information", "Settlement of disputes",
        "Equality of treatment",
    }  # fmt: skip
    assert len(box) == 15
    assert all(item.lines.startswith("ilo-policy-guide L1") for item in box)


def test_the_model_agreement_is_counted_not_pretended(draft, found):
    assert found.model.articles == ("article 1",)
    assert found.model.parts == ("1(b)", "1(c)", "1(d)", "1(e)")
    assert found.model.matters == 10
    held = assess(draft("title: A\nkind: agreement\n"), found)
    for name, form in FORMATS.items():
        text = form(held).replace("\\", "").replace("&#x27;", "'")
        assert "parts of 1 article" in text, name
        assert "measures the guide's selection of the model agreement, not the instrument" in text, name
    assert json.loads(FORMATS["json"](held))["model_agreement"]["how_many_articles_it_has"] is None


def test_the_template_is_a_sound_draft_that_states_nothing(draft, found):
    held = assess(draft(template(found.items)), found)
    assert json.loads(FORMATS["json"](held))["all"] == {"yes": 0, "no": 0, "unstated": 75}
    written = template(found.items, "agreement")
    assert "(ilo-policy-guide L610-L610; cites R086-MODEL 1(c), 1(d), 1(e) (doubtful))" in written
    agreement = assess(draft(written), found)
    assert {item.kind for item, _ in agreement.rows} == {"content", "agreement"}
    assert {"model-agreement", "box-11"} < set(agreement.by_part())
    assert {item.key for item, _ in agreement.rows} == set(agreement.draft.answers)


def test_answers_count_by_table_and_instrument(draft, found):
    held = assess(draft(
        "title: A <b>draft</b>\nkind: policy\nitems:\n"
        f"  table-5/officials-defend-rights: {{answer: yes, where: section 3 *x*}}\n  {STATUS}: no\n"
    ), found)  # fmt: skip
    document = json.loads(FORMATS["json"](held))
    assert document["all"] == {"yes": 1, "no": 1, "unstated": 73}
    assert {key: document["parts"]["table-5"][key] for key in ("yes", "no", "unstated")} == {
        "yes": 1, "no": 1, "unstated": 12,
    }  # fmt: skip
    verdicts = {str(one.place): one.verdict for one in held.provisions("MLFLM") if one.verdict != "unstated"}
    assert verdicts == {"guideline 8.3": "yes", "guideline 8.1": "no"}
    assert r"section 3 \*x\*" in FORMATS["markdown"](held)
    assert "unstated (73)" in FORMATS["terminal"](held)
    page = FORMATS["html"](held)
    assert "<b>draft</b>" not in page
    assert "section 3 *x*" in page
    ET.fromstring(page.replace("<!doctype html>\n", "").replace('<meta charset="utf-8">', "").replace(
        '<meta name="viewport" content="width=device-width, initial-scale=1">', ""))  # fmt: skip


def test_every_citation_of_the_items_is_held_by_instrument_in_all_forms(draft, found):
    held = assess(draft(f"title: A\nkind: agreement\nitems:\n  {STATUS}: no\n  box-11/topic-recruitment: yes\n"), found)
    cited = {(c.instrument, p, i.key) for i, _ in held.rows for c in i.cites for p in c.places or (None,)}
    through = {
        (key, one.place, item.key)
        for key, _ in held.by_instrument()
        for one in held.provisions(key)
        for item, _ in one.through
    }
    assert through == cited
    for name in ("terminal", "markdown"):
        text = FORMATS[name](held)
        for key, _ in held.by_instrument():
            assert f"{key}: " in text or f"\n{key} " in text
            assert all(name in text for name, _ in together(held.provisions(key)))
        assert "box-11/topic-recruitment yes" in text
        assert f"{STATUS} no" in text
    assert f"{STATUS} no" in FORMATS["html"](held)
    document = json.loads(FORMATS["json"](held))
    assert {
        (key, one["place"], item)
        for key, instrument in document["instruments"].items()
        for one in instrument["provisions"]
        for item in one["items"]
    } == {(key, str(place) if place else None, item) for key, place, item in through}


def test_a_provision_is_met_where_all_items_that_cite_it_are(draft, found):
    citing = [item.key for item in found.items for c in item.cites
              if c.instrument == "MLFLM" and "12.3" in {place.locator for place in c.places}]  # fmt: skip
    assert len(citing) == 2

    def verdict(one: str, other: str) -> str:
        held = assess(draft(f"items:\n  {citing[0]}: {one}\n  {citing[1]}: {other}\n"), found)
        (place,) = [one for one in held.provisions("MLFLM") if one.place and one.place.locator == "12.3"]
        assert {item.key for item, _ in place.through} == set(citing)
        return place.verdict

    assert verdict("yes", "yes") == "yes"
    assert verdict("no", "yes") == "partly"
    assert verdict("yes", "unstated") == "partly"
    assert verdict("no", "unstated") == "no"
    assert verdict("unstated", "unstated") == "unstated"


def test_one_matter_of_a_run_of_letters_does_not_meet_the_run(draft, found):
    text = "kind: agreement\nitems:\n  model-agreement/art-1-c-e-transfer-of-savings: yes\n"
    held = {str(one.place): one.verdict for one in assess(draft(text), found).provisions("R086-MODEL")}
    assert held == {
        "None": "unstated", "article 1(b)": "unstated", "article 1(c)": "partly", "article 1(d)": "partly",
        "article 1(e)": "partly",
    }  # fmt: skip
    names = [name for name, _ in together(assess(draft(text), found).provisions("R086-MODEL"))]
    assert names == ["no place named", "article 1(b)", "article 1(c), 1(d), 1(e) (doubtful)"]


def test_the_command_writes_templates_and_reports_and_names_a_missing_file(built, monkeypatch, tmp_path):
    monkeypatch.setenv("LAMIGO_BUILD", str(built.folder))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["assess", *arguments], catch_exceptions=False)

    path = tmp_path / "agreement.yaml"
    path.write_text(run("--template", "--kind", "agreement").stdout, "utf-8")
    done = run(str(path), "--compare", str(path), "--format", "json")
    assert json.loads(done.stdout)["items"] == []
    out = tmp_path / "report.html"
    assert "report written" in run(str(path), "--format", "html", "--out", str(out)).stderr
    assert "Model Agreement on Temporary and Permanent Migration" in out.read_text("utf-8")
    with pytest.raises(LamigoError, match=r"absent\.yaml"):
        run(str(path), "--compare", str(tmp_path / "absent.yaml"))
    assert run("--template", "--kind", "treaty").exit_code == 2


def test_two_drafts_are_compared_item_by_item(draft, found):
    other = "table-5/officials-defend-rights"
    same = "table-5/domestic-workers"
    before = assess(draft(f"title: One\nitems:\n  {STATUS}: no\n  {other}: yes\n  {same}: yes\n", "a.yaml"), found)
    after = assess(draft(f"title: Two\nitems:\n  {STATUS}: yes\n  {same}: yes\n", "b.yaml"), found)
    differing = compare(before, after)
    assert {(item.key, a.verdict, b.verdict) for item, a, b in differing.items} == {
        (STATUS, "no", "yes"), (other, "yes", "unstated"),
    }  # fmt: skip
    assert any(row[0] == "MLFLM" and row[2:] == ("yes", "unstated") for row in differing.provisions)
    for name, form in FORMATS.items():
        text = form(differing)
        assert STATUS in text and other in text, name
        assert same not in text, name
    assert "2 of 75 items differ" in FORMATS["terminal"](differing)
    assert compare(before, before).items == []
    assert compare(before, before).provisions == []


def test_drafts_of_two_kinds_name_what_only_one_was_asked(draft, found):
    policy = assess(draft(f"title: P\nitems:\n  {STATUS}: yes\n", "a.yaml"), found)
    agreement = assess(draft(f"title: A\nkind: agreement\nitems:\n  {STATUS}: yes\n", "b.yaml"), found)
    differing = compare(policy, agreement)
    assert differing.items == []
    assert differing.provisions == [], "provisions are compared through the items that both were asked"
    assert {item.kind for item, _ in differing.only_other} == {"agreement"}
    assert differing.shared + len(differing.only_one) == len(policy.rows)
    assert differing.shared + len(differing.only_other) == len(agreement.rows)
    assert "box-11/gender" in FORMATS["markdown"](differing)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("items:\n  table-5/rights-whatever-statu: yes\n", "did you mean table-5/rights-whatever-status", 2),
        ("kind: agreement\nitems:\n  model-agreement/art1b: yes\n", "did you mean model-agreement/art-1-b", 3),
        ("items:\n\n  table-5/rights-whatever-status: maybe\n", "is 'maybe'", 3),
        ("items:\n  table-5/rights-whatever-status:\n", "without an answer", 2),
        ("items:\n  table-5/rights-whatever-status: [yes]\n", "without an answer", 2),
        ("items:\n  table-5/rights-whatever-status: {where: 3}\n", "without an answer", 2),
        ("items:\n  table-5/rights-whatever-status: {answer: yes, were: 3}\n", "did you mean where", 2),
        ("items:\n  table-5/rights-whatever-status: yes\n  table-5/rights-whatever-status: no\n", "stands twice", 3),
        ("items:\n  - table-5/rights-whatever-status\n", "items is no mapping", 2),
        ("items: all\n", "items is no mapping", 1),
        ("titel: x\n", "did you mean title", 1),
        ("title: x\nkind: treaty\n", "kind is 'treaty'", 2),
        ("kind: agrement\n", "did you mean agreement", 1),
        ("kind:\n", "kind is ''", 1),
        ("kind: agreement\nitems:\n  table-2/evidence-base: yes\n", "asks how a policy was made", 3),
        ("kind: policy\nitems:\n  box-11/gender: yes\n", "asked of an agreement only", 3),
        ("items:\n  - a\n  b: [\n", "not YAML", 3),
        ("title: x\nkind: \x07\n", "not YAML", 2),
        ("- a list\n", "a mapping", 1),
        ("", "a mapping", 1),
    ],
)
def test_a_faulty_draft_is_named_by_its_line(draft, text, said, line):
    with pytest.raises(LamigoError) as caught:
        draft(text)
    assert said in str(caught.value)
    assert f"draft.yaml:{line}" in str(caught.value)


def test_all_faults_at_once_and_a_missing_file(draft, tmp_path, found):
    with pytest.raises(LamigoError) as caught:
        draft("items:\n  x: yes\n  table-5/rights-whatever-status: maybe\n")
    assert ":2:" in str(caught.value)
    assert ":3:" in str(caught.value)
    with pytest.raises(LamigoError, match="no file"):
        read_draft(tmp_path / "absent.yaml", found.items)
    with pytest.raises(LamigoError, match="is a folder"):
        read_draft(tmp_path, found.items)
    with pytest.raises(LamigoError, match="brackets within brackets"):
        draft(f"items: {'[' * 5000}{']' * 5000}\n")
