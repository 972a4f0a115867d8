"""The numbers of corridors: every format is read back by a reader that is not ours, and says whose numbers they are."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math

import duckdb
import geopandas as gpd
import igraph
import jsonschema
import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lamigo import api
from lamigo.cli import cli
from lamigo.corridors.network import DESIGNATIONS
from lamigo.errors import LamigoError
from lamigo.exports import FORMATS, NUMBERS, gexf, numbers, write_all, write_numbers
from lamigo.exports.arcs import arcs, cut, great_circle

POINT = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    """Every format of the made-up numbers."""
    out = tmp_path_factory.mktemp("out")
    write_numbers(made, out)
    return out


def frame(folder, made, ending: str) -> pd.DataFrame:
    """A CSV as pandas reads it: Namibia's code is not a missing value."""
    return pd.read_csv(folder / f"{made.stem}{ending}", keep_default_na=False)


def on_maps(made) -> set[tuple[str, str, float]]:
    return {row for row in made.rows if "M49-830" not in row}


def test_there_are_six_formats_for_numbers_and_each_writes_what_it_says(folder, made):
    assert list(NUMBERS) == ["edge-list", "matrix", "flowmap-blue", "kepler", "geojson", "geoparquet"]
    written = {path.name for path in folder.iterdir()}
    for form in NUMBERS.values():
        assert {made.stem + ending for ending in form.endings} <= written
    assert len(made.rows) == 13


def test_the_same_numbers_are_the_same_bytes(made, folder, tmp_path):
    again = write_numbers(made, tmp_path)
    assert len(again) == 16
    assert {p.name: p.read_bytes() for p in again} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_pandas_and_networkx_read_the_edge_list(folder, made):
    found = frame(folder, made, ".edges.csv")
    graph = nx.from_pandas_edgelist(found, "origin", "destination", ["weight"], create_using=nx.DiGraph)
    assert {(one, other, data["weight"]) for one, other, data in graph.edges(data=True)} == set(made.rows)
    assert set(found["measure"]) == {made.measure.key}


def test_igraph_reads_the_matrix_and_an_empty_cell_is_no_zero(folder, made):
    held = pd.read_csv(folder / f"{made.stem}.matrix.csv", index_col="origin", keep_default_na=False, na_values=[""])
    assert list(held.index) == list(held.columns) == made.ends
    assert held.notna().to_numpy().sum() == len(made.rows)
    graph = igraph.Graph.Weighted_Adjacency(held.fillna(0).to_numpy().tolist(), mode="directed")
    found = {(held.index[e.source], held.index[e.target], e["weight"]) for e in graph.es}
    assert found == set(made.rows)


def test_flowmap_blue_has_the_sheets_columns_and_properties_that_the_site_reads(folder, made):
    properties = dict(csv.reader(io.StringIO((folder / f"{made.stem}.flowmap-properties.csv").read_text("utf-8"))))
    assert {"title", "description", "source.name", "source.url"} <= properties.keys()
    assert "refugees" in properties["description"] and DESIGNATIONS in properties["description"]
    locations, flows = (frame(folder, made, f".flowmap-{name}.csv") for name in ("locations", "flows"))
    assert list(locations) == ["id", "name", "lat", "lon"] and list(flows) == ["origin", "dest", "count"]
    assert set(flows.itertuples(index=False, name=None)) == on_maps(made)
    assert set(flows["origin"]) | set(flows["dest"]) == set(locations["id"])
    assert locations["lat"].between(-90, 90).all() and locations["lon"].between(-180, 180).all()


def test_kepler_has_pairs_of_points(folder, made):
    found = frame(folder, made, ".kepler.csv")
    assert {"origin_lat", "origin_lng", "destination_lat", "destination_lng"} <= set(found)
    assert set(found[["origin", "destination", "weight"]].itertuples(index=False, name=None)) == on_maps(made)


def test_geojson_is_valid_by_its_published_schema(folder, made, shared):
    schema = json.loads((shared / "suites/geojson/GeoJSON.json").read_text("utf-8"))
    document = json.loads((folder / f"{made.stem}.geojson").read_text("utf-8"))
    jsonschema.validate(document, schema)
    assert {document["features"][0]["geometry"]["type"]} <= {"LineString", "MultiLineString"}
    document["features"][0]["geometry"]["coordinates"] = "here"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


@pytest.mark.parametrize("ending", [".geojson", ".parquet"])
def test_geopandas_reads_the_arcs_with_ids_and_direction(folder, made, ending):
    path = folder / f"{made.stem}{ending}"
    found = gpd.read_parquet(path) if ending == ".parquet" else gpd.read_file(path)
    assert found.crs.equals("OGC:CRS84", ignore_axis_order=True)
    assert set(zip(found["origin"], found["destination"], found["weight"], strict=True)) == on_maps(made)
    if ending == ".parquet":
        assert list(found["id"]) == [f"{o}-{d}" for o, d, _ in made.rows if "M49-830" not in (o, d)]
    for row in found.itertuples():
        points = shapely.get_coordinates(row.geometry)
        for place, point in ((made.places[row.origin], points[0]), (made.places[row.destination], points[-1])):
            assert np.allclose(point, (place.longitude, place.latitude), atol=1e-4), row.origin


def test_the_library_gives_a_geodataframe(numbered, made):
    found = numbered.arcs("made-yes/2020-both")
    assert found.crs.equals("OGC:CRS84", ignore_axis_order=True)
    assert set(zip(found["origin"], found["destination"], found["weight"], strict=True)) == on_maps(made)
    with pytest.raises(LamigoError, match="no measure"):
        numbered.arcs("made-yes/1900-both")


def test_duckdb_reads_geoparquet_and_its_metadata_says_whose_numbers_they_are(folder, made):
    path = folder / f"{made.stem}.parquet"
    found = duckdb.sql(f"SELECT SUM(weight) FROM '{path}'").fetchall()
    assert found == [(sum(weight for *_, weight in on_maps(made)),)]
    metadata = pq.read_schema(path).metadata
    assert metadata[b"source"].decode() == made.source and metadata[b"designations"].decode() == DESIGNATIONS
    column = json.loads(metadata[b"geo"])["columns"]["geometry"]
    assert column["geometry_types"] == ["LineString", "MultiLineString"]
    assert column["bbox"][0] == -180 and column["bbox"][2] == 180


def test_feature_ids_are_corridors(folder, made):
    document = json.loads((folder / f"{made.stem}.geojson").read_text("utf-8"))
    assert [feature["id"] for feature in document["features"]] == sorted(f"{o}-{d}" for o, d, _ in on_maps(made))
    for feature in document["features"]:
        assert all(isinstance(value, str | int | float) for value in feature["properties"].values())


def test_new_zealand_and_its_neighbours_are_cut_at_the_antimeridian(made):
    found = {(arc.origin, arc.destination): arc.parts for arc in arcs(made)}
    west, east = found["NZL", "COK"]
    assert west[-1, 0] == 180 and east[0, 0] == -180 and west[-1, 1] == east[0, 1]
    back_east, back_west = found["COK", "NZL"]
    assert back_east[-1, 0] == -180 and back_west[0, 0] == 180
    assert len(found["MEX", "USA"]) == len(found["NPL", "KOR"]) == 1
    for parts in found.values():
        assert all(np.abs(np.diff(part[:, 0])).max() < 180 for part in parts)


@given(start=POINT, end=POINT, centre=st.floats(-180, 180), bow=st.sampled_from([0, 0.1]))
def test_any_arc_is_continuous_and_stays_on_the_map(start, end, centre, bow):
    """On the sphere neighbouring points are near each other, across a cut too; and no part leaves the map."""
    whole = great_circle(start, end, bow=bow)
    assert tuple(whole[0]) == start and tuple(whole[-1]) == end
    parts = cut(whole, centre)
    for part in parts:
        assert part[:, 0].min() >= centre - 180 - 1e-9 and part[:, 0].max() <= centre + 180 + 1e-9
        assert len(part) < 2 or np.abs(np.diff(part[:, 0])).max() <= 180
    for before, after in itertools.pairwise(parts):
        assert math.isclose(abs(before[-1, 0] - after[0, 0]), 360) and before[-1, 1] == after[0, 1]


@given(start=POINT, end=POINT)
def test_a_great_circle_is_the_shortest_way(start, end):
    points = np.radians(great_circle(start, end))
    on_sphere = np.column_stack([np.cos(points[:, 1]) * np.cos(points[:, 0]),
                                 np.cos(points[:, 1]) * np.sin(points[:, 0]), np.sin(points[:, 1])])  # fmt: skip
    steps = 2 * np.arcsin(np.clip(np.linalg.norm(np.diff(on_sphere, axis=0), axis=1) / 2, 0, 1)).sum()
    direct = 2 * math.asin(min(1, float(np.linalg.norm(on_sphere[0] - on_sphere[-1])) / 2))
    assert steps == pytest.approx(direct, abs=1e-5)


def test_networks_of_numbers_are_read_by_networkx_and_igraph(folder, made, graphology, shared):
    document = json.loads((folder / f"{made.stem}.json").read_text("utf-8"))
    graph = nx.node_link_graph(document, edges="edges")
    assert {(one, other, data["weight"]) for one, other, data in graph.edges(data=True)} == set(made.rows)
    assert graph.graph["source"] == made.source
    assert igraph.Graph.Read_GraphML(str(folder / f"{made.stem}.graphml")).ecount() == len(made.rows)
    path = folder / f"{made.stem}.gexf"
    etree.XMLSchema(etree.parse(shared / "suites/gexf-1.3/gexf.xsd")).assertValid(etree.parse(path))
    assert 'mode="static"' in path.read_text("utf-8")
    assert {(one, other, data["weight"]) for one, other, data in nx.read_gexf(path).edges(data=True)} == set(made.rows)
    assert {key: edge["attributes"]["weight"] for key, edge in graphology(path)["edges"].items()} == {
        f"{origin}-{destination}": weight for origin, destination, weight in made.rows
    }


def test_gexf_has_bounded_intervals(nasty, store, tmp_path, shared):
    """The start "2013~" may be any day from 2012 to 2014; no end is stated, so the interval stays open."""
    space = {"g": gexf.NAMESPACE}
    schema = etree.XMLSchema(etree.parse(shared / "suites/gexf-1.3/gexf.xsd"))
    (path,) = write_all(nasty, tmp_path, ["gexf"])
    read = etree.parse(path)
    schema.assertValid(read)
    graph = read.find("g:graph", space)
    wanted = ("dynamic", "date", "interval")
    assert tuple(graph.get(name) for name in ("mode", "timeformat", "timerepresentation")) == wanted
    (edge,) = [edge for edge in read.iterfind(".//g:edge", space) if edge.get("start")]
    assert (edge.get("start"), edge.get("end")) == ("2012-01-01", None)
    assert gexf.interval({"start": "2008", "end": "2009-02"}) == {"start": "2008-01-01", "end": "2009-02-28"}
    real = api.Graph(store, None).corridors()
    write_all(real, tmp_path / "real", ["gexf"])
    read = etree.parse(tmp_path / "real/corridors.gexf")
    schema.assertValid(read)
    dated = [data for *_, data in real.edges(data=True) if {"start", "end", "first_event"} & data.keys()]
    assert len(dated) == sum(bool(e.get("start") or e.get("end")) for e in read.iterfind(".//g:edge", space)) >= 10


def test_a_file_beside_says_source_licence_cautions_and_what_is_left_out(folder, made):
    about = json.loads((folder / f"{made.stem}.about.json").read_text("utf-8"))
    assert about["source"] == "=Nobody & sons: Made up, edition 1 (No-Such-Licence)"
    assert about["terms"].startswith("may be passed on under No-Such-Licence")
    assert "not workers" in about["caution"] and "refugees" in about["caution"]
    assert about["left out of maps"] == (
        "1 of 13 corridors, 20,000 of 13,372,755 (person): no point is known for Channel Islands (M49-830)"
    )
    assert about["designations"] == DESIGNATIONS


def test_what_a_licence_does_not_allow_is_refused_but_for_own_use(numbered, tmp_path):
    refused = numbers.of(numbered.store, "made-no/2020-both")
    with pytest.raises(LamigoError, match=r"does not allow to pass its numbers on[\s\S]*--for-own-use"):
        write_numbers(refused, tmp_path)
    assert not list(tmp_path.iterdir())
    write_numbers(refused, tmp_path, ["edge-list"], own_use=True)
    about = json.loads((tmp_path / f"{refused.stem}.about.json").read_text("utf-8"))
    assert about["terms"].startswith("for own use only")
    unknown = numbers.of(numbered.store, "made-unknown/2020-both")
    with pytest.raises(LamigoError, match=r"is not known to allow to pass its numbers on[\s\S]*--for-own-use"):
        write_numbers(unknown, tmp_path)
    assert "not known whether" in unknown.terms(own_use=True)


def test_regions_are_those_of_m49_and_the_channel_islands_count_to_the_north_of_europe(numbered):
    places = numbers.places(numbered.store)
    assert places["NPL"][1:3] == ("Southern Asia", "Asia")
    assert places["GGY"][1:3] == places["M49-830"][1:3] == ("Northern Europe", "Europe")
    assert places["MEX"][1:3] == ("Central America", "Americas")


def test_the_command_writes_numbers(numbered, tmp_path, monkeypatch):
    monkeypatch.setattr(api, "load", lambda *_, **__: numbered)
    run = CliRunner().invoke
    measure = ["--measure", "made-unknown/2020-both", "--out", str(tmp_path), "--for-own-use"]
    done = run(cli, ["corridors", "export", *measure, "--format", "geojson", "--format", "pajek"])
    assert done.exit_code == 0, done.output
    assert {path.suffix for path in tmp_path.iterdir()} == {".geojson", ".net", ".json"}
    assert "not known whether" in done.stderr and "M49-830" in done.stderr
    refused = run(cli, ["corridors", "export", "--measure", "made-no/2020-both", "--out", str(tmp_path / "no")])
    assert isinstance(refused.exception, LamigoError) and not (tmp_path / "no").exists()
    listed = run(cli, ["corridors", "export", "--list"]).output
    assert all(name in listed for name in (*FORMATS, *NUMBERS))


def test_an_unknown_format_of_numbers_is_refused(made, tmp_path):
    with pytest.raises(LamigoError, match="no format 'floppy'"):
        write_numbers(made, tmp_path, ["floppy"])
