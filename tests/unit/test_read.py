"""Reading Turtle: everything that may not be stored is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamigo.errors import LamigoError
from lamigo.graph import read, term

HEAD = "@base <https://w3id.org/lamigo/> .\n@prefix lmg: <https://w3id.org/lamigo/def/> .\n"


def statements(tmp_path: Path, text: str | bytes) -> list[read.Statement]:
    path = tmp_path / "facts.ttl"
    path.write_bytes(text if isinstance(text, bytes) else (HEAD + text).encode())
    return read.gather([(path, "graph")])


def test_a_sound_file_gives_its_statements(tmp_path):
    found = statements(tmp_path, '<id/practice/x> a lmg:Practice ; lmg:position 3 ; lmg:note "a"@en .')
    terms = [(term.value(s.predicate), term.value(s.object)) for s in found]
    assert {(predicate.rsplit("/")[-1], value.rsplit("/")[-1]) for predicate, value in terms} == {
        ("22-rdf-syntax-ns#type", "Practice"), ("position", "3"), ("note", "a"),
    }  # fmt: skip


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(LamigoError, match=r"cannot read .*: Is a directory"):
        read.decoded(tmp_path)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("<id/practice/x> a lmg:Practice\n<id/practice/y> a lmg:Practice .", "not Turtle", 4),
        ("<id/practice/x> a nope:Practice .", "not Turtle", 3),
        ("\n<id/practice/x> lmg:hasTheme [ a lmg:Theme ] .", "blank node", 4),
        ("\n\n<id/practice/x> lmg:position 03 .", "not the canonical form", 5),
        ('<id/practice/x> lmg:note "a"@EN .', "not in lower case", 3),
        ("<id/practice/x> a lmg:Practice .\n\n<id/practice/x> a lmg:Practice .", "two records with one id", 3),
    ],
)
def test_a_fault_names_its_file_and_line(tmp_path, text, said, line):
    with pytest.raises(LamigoError) as caught:
        statements(tmp_path, text)
    message = str(caught.value)
    assert said in message
    assert f"facts.ttl:{line}:" in message
    assert "To mend it" in message


def test_mixed_encodings_name_the_line(tmp_path):
    with pytest.raises(LamigoError, match=r"facts\.ttl:3: byte 0xe9 is not UTF-8"):
        statements(tmp_path, HEAD.encode() + b'<id/practice/x> lmg:note "caf\xe9" . # \xc3\xa9\n')


def test_two_files_of_one_graph_may_not_share_an_id(tmp_path):
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text(HEAD + "<id/practice/x> a lmg:Practice .", "utf-8")
    with pytest.raises(LamigoError, match=r"practice:x is stated to be something twice, here and in .*b\.ttl"):
        read.gather([(tmp_path / "a.ttl", "g"), (tmp_path / "b.ttl", "g")])


def test_all_faults_are_reported_at_once(tmp_path):
    with pytest.raises(LamigoError) as caught:
        statements(tmp_path, '<id/practice/x> lmg:position 03 .\n<id/practice/y> lmg:note "b"@EN .')
    assert "facts.ttl:3" in str(caught.value)
    assert "facts.ttl:4" in str(caught.value)
