"""Every format is written, read back by a reader that is not ours, and compared value by value."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import igraph
import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lamigo.corridors import network
from lamigo.corridors.network import of_layers
from lamigo.corridors.on_day import on
from lamigo.errors import LamigoError
from lamigo.exports import FORMATS, flat, gexf, known, tables, write_all
from lamigo.licences import DataSet

XML_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@pytest.fixture(scope="session")
def real(store):
    return network(store)


@pytest.fixture(params=["nasty", "real"])
def graph(request):
    return request.getfixturevalue(request.param)


def clean(row: dict) -> dict:
    """What XML can hold of a row."""
    return {name: flat.text(value) if isinstance(value, str) else value for name, value in row.items()}


def lines(text: str) -> str:
    """XML readers give every line end as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def test_there_are_five_formats():
    assert list(FORMATS) == ["graphml", "gexf", "pajek", "node-link", "csv"]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_network_is_the_same_bytes(nasty, tmp_path, name):
    shuffled = nx.MultiDiGraph(**nasty.graph)
    shuffled.add_nodes_from(reversed(list(nasty.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(nasty.edges(keys=True, data=True))))
    first, again = write_all(nasty, tmp_path / "a", [name]), write_all(shuffled, tmp_path / "b", [name])
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]


def test_the_command_writes_the_same_bytes_under_another_hash_seed(root, built, tmp_path):
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "lamigo", "-q", "corridors", "export", "--out", str(tmp_path / seed)],
            cwd=root, env=os.environ | {"PYTHONHASHSEED": seed, "LAMIGO_BUILD": str(built.folder)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "1").iterdir())) == 7
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(("name", "schema"), [("gexf", "gexf-1.3/gexf.xsd"), ("graphml", "graphml/graphml.xsd")])
def test_xml_is_valid_against_its_published_schema(graph, tmp_path, shared, name, schema):
    (path,) = write_all(graph, tmp_path, [name])
    etree.XMLSchema(etree.parse(shared / "suites" / schema)).assertValid(etree.parse(path))


def test_the_gexf_schemas_find_faults(tmp_path, shared):
    """NetworkX's own GEXF fails the schema of its own version, which is why ours exists."""
    nx.write_gexf(nx.path_graph(3), tmp_path / "nx.gexf", version="1.2draft")
    schema = etree.XMLSchema(etree.parse(shared / "suites/gexf-1.2draft/gexf.xsd"))
    assert not schema.validate(etree.parse(tmp_path / "nx.gexf"))


@pytest.mark.parametrize("name", ["gexf", "graphml", "node-link"])
def test_graphology_reads_it(graph, tmp_path, graphology, name):
    found = graphology(write_all(graph, tmp_path, [name])[0])
    keep = (lambda row: row) if name == "node-link" else clean
    assert set(found["nodes"]) == set(graph.nodes)
    assert len(found["edges"]) == graph.number_of_edges()
    for key, row in flat.nodes(graph):
        for attribute, value in keep(row).items():
            assert lines(found["nodes"][key][attribute]) == lines(value), (key, attribute)
    for origin, destination, key, row in flat.edges(graph):
        edge = found["edges"][key]
        assert (edge["source"], edge["target"]) == (origin, destination)
        for attribute, value in keep(row).items():
            assert lines(edge["attributes"][attribute]) == lines(value), (key, attribute)


def test_igraph_reads_graphml_with_its_types(graph, tmp_path):
    found = igraph.Graph.Read_GraphML(str(write_all(graph, tmp_path, ["graphml"])[0]))
    by_id = {edge["edge_id"]: edge for edge in found.es}
    assert {vertex["id"] for vertex in found.vs} == set(graph.nodes)
    assert len(by_id) == graph.number_of_edges()
    for key, row in flat.nodes(graph):
        vertex = found.vs.find(id=key)
        for attribute, value in clean(row).items():
            assert lines(vertex[attribute]) == lines(value)
    for origin, destination, key, row in flat.edges(graph):
        edge = by_id[key]
        assert (found.vs[edge.source]["id"], found.vs[edge.target]["id"]) == (origin, destination)
        for attribute, value in clean(row).items():
            assert edge[attribute] == value, (key, attribute)


def test_igraph_reads_pajek(graph, tmp_path):
    found = igraph.Graph.Read_Pajek(str(write_all(graph, tmp_path, ["pajek"])[0]))
    assert [vertex["name"] for vertex in found.vs] == sorted(graph.nodes)
    ours = sorted(
        (*pair, row.get("weight", 1), row.get("layer", ""))
        for origin, end, _, row in flat.edges(graph)
        for pair in ({(origin, end), (end, origin)} if row["layer"] == "co-participation" else {(origin, end)})
    )
    theirs = sorted(
        (found.vs[edge.source]["name"], found.vs[edge.target]["name"], edge["weight"], edge["label"])
        for edge in found.es
    )
    assert theirs == ours


def test_networkx_reads_pajek_and_node_link(graph, tmp_path):
    assert set(nx.read_pajek(write_all(graph, tmp_path, ["pajek"])[0]).nodes) == set(graph.nodes)
    found = nx.node_link_graph(
        json.loads(write_all(graph, tmp_path, ["node-link"])[0].read_text("utf-8")), edges="edges"
    )
    assert dict(found.nodes(data=True)) == dict(flat.nodes(graph))
    assert sorted(found.edges(keys=True)) == sorted(graph.edges(keys=True))


def test_pandas_reads_csv_and_no_cell_is_a_formula(graph, tmp_path):
    nodes, edges, metadata = write_all(graph, tmp_path, ["csv"])
    described = json.loads(metadata.read_text("utf-8"))
    for path, rows, key in ((nodes, dict(flat.nodes(graph)), "code"),
                            (edges, {key: row for _, _, key, row in flat.edges(graph)}, "id")):  # fmt: skip
        frame = pd.read_csv(path, keep_default_na=False, dtype=str).set_index(key)
        assert set(frame.index) == set(rows)
        for name, row in rows.items():
            for attribute, value in row.items():
                cell = frame.loc[name, attribute]
                if isinstance(value, str):
                    assert tables.unguarded(cell) == value
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                else:
                    assert cell == flat.text(value)
        (table,) = [t for t in described["tables"] if t["url"] == path.name]
        assert [c["name"] for c in table["tableSchema"]["columns"]] == next(csv.reader(path.open(encoding="utf-8")))


@given(text=XML_TEXT)
def test_any_text_survives_its_guard(text):
    assert tables.unguarded(tables.guarded(text)) == text
    assert not tables.guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=25, deadline=None)
@given(text=XML_TEXT)
@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_any_text_makes_well_formed_xml(text, name, tmp_path_factory):
    graph = nx.MultiDiGraph(name=text)
    graph.add_node("A", label=text)
    graph.add_edge("A", "A", key="e", record_label=text)
    (path,) = write_all(graph, tmp_path_factory.mktemp("xml"), [name])
    assert lines(flat.text(text)).strip() in "".join(etree.parse(path).getroot().itertext()) + " ".join(
        value for element in etree.parse(path).iter() for value in element.attrib.values()
    )


def test_a_value_that_is_not_flat_is_refused(tmp_path):
    graph = nx.MultiDiGraph()
    graph.add_node("A", label=["a list"])
    with pytest.raises(TypeError, match="label holds a list"):
        write_all(graph, tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_and_a_folder_that_cannot_be_written(nasty, tmp_path):
    with pytest.raises(LamigoError, match="no format 'floppy'"):
        write_all(nasty, tmp_path, ["floppy"])
    for slip, meant in (("gefx", "gexf"), ("GEXF", "gexf"), ("geo-parquet", "geoparquet"), ("edges", "edge-list")):
        with pytest.raises(LamigoError, match=f"did you mean {meant}"):
            known([slip])
    (tmp_path / "file").touch()
    with pytest.raises(LamigoError, match="cannot write to"):
        write_all(nasty, tmp_path / "file")


def test_ties_of_data_without_a_licence_are_not_written(tmp_path):
    graph = nx.MultiDiGraph(data_sets="mine yours")
    graph.add_node("A")
    graph.add_edge("A", "A", key="e", evidence="ilo-policy-guide L1-L2; mine", layer="agreement")
    with pytest.raises(LamigoError, match="rest on mine, and nothing says"):
        write_all(graph, tmp_path)
    assert not list(tmp_path.iterdir())
    assert write_all(graph, tmp_path, ["gexf"], own_use=True)


def test_what_a_network_is_of_stands_inside_it(real, tmp_path):
    """The day, the layers, whose data and under which licence: a file may leave without the one beside it."""
    mine = DataSet("mine", "Mine & ours", "Nobody", "2", "CC0-1.0", "yes", "")
    part = on(of_layers(real, ["practice", "project"]), date(2010, 1, 1)).network
    for name in ("gexf", "graphml", "node-link", "csv"):
        text = " ".join(p.read_text("utf-8") for p in write_all(part, tmp_path / name, [name], sets=[mine]))
        for said in ("only practice, project, as of 2010-01-01", "licenses/by/4.0", "Nobody: Mine", "CC0-1.0"):
            assert said in text, (name, said)
    assert json.loads((tmp_path / "csv/corridors.about.json").read_text("utf-8"))["as of"] == "2010-01-01"


def test_a_layer_is_written_with_those_that_it_ties_and_nobody_else(real):
    part = of_layers(real, ["practice"])
    ours = [(o, d, k) for o, d, k, layer in real.edges(keys=True, data="layer") if layer == "practice"]
    assert sorted(part.edges(keys=True)) == sorted(ours) and len(ours) >= 10
    assert set(part) == {end for edge in ours for end in edge[:2]}
    with pytest.raises(LamigoError, match="no tie is of the layer 'practices'"):
        of_layers(real, ["practices"])


def test_an_agreement_is_there_from_its_first_event(real):
    """Its signing, say: Gephi's time line then shows no agreement before there was one."""
    dated = [data for *_, data in real.edges(data=True) if "first_event" in data]
    assert len(dated) >= 5
    assert gexf.interval({"first_event": "1999-05", "end": "2008"}) == {"start": "1999-05-01", "end": "2008-12-31"}
    assert gexf.interval({"first_event": "1999-05", "start": "1998"}) == {"start": "1998-01-01"}
    before = on(real, date(1900, 1, 1))
    assert not [data for *_, data in before.network.edges(data=True) if "first_event" in data]


def test_a_failed_write_leaves_what_was_there(nasty, tmp_path, monkeypatch):
    before = {path: path.read_bytes() for path in write_all(nasty, tmp_path)}
    nasty.add_node("NEW")
    whole = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.suffix == ".net":
            raise OSError(28, "No space left on device")
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(LamigoError, match="No space left"):
        write_all(nasty, tmp_path)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in before} == before
    assert sorted(tmp_path.iterdir()) == sorted(before)
