"""``lamigo corridors list``."""

from __future__ import annotations

import click

from lamigo import api
from lamigo.cli import Voice, as_of
from lamigo.errors import LamigoError


@click.command("list")
@click.option("--layer", help="Only ties of this layer, such as practice.")
@click.option(
    "--sort",
    metavar="MEASURE",
    help="Corridors by a number, the largest first: stock, flow, or the key of a measure.",
)
@click.option("--where", multiple=True, metavar="END=KEY", help="Only corridors with this end: origin=NPL.")
@as_of.option
@click.option("--top", type=click.IntRange(min=1), help="Only so many; of how many is said.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of the embedded store.")
@click.pass_obj
def command(
    say: Voice,
    layer: str | None,
    sort: str | None,
    where: tuple[str, ...],
    day: str | None,
    top: int | None,
    endpoint: str | None,
) -> None:
    """List the corridors and what ties them (without co-participation, which is no corridor), or their numbers.

    \b
    Examples:
      lamigo corridors list --layer trade-union-agreement
      lamigo corridors list --sort stock --where destination=KOR --top 10
    """
    from lamigo.corridors.regimes import LAYER

    ends = _ends(where)
    if sort and layer:
        raise LamigoError("--sort lists numbers, --layer lists ties", mend="leave one of the two out")
    graph = api.load(endpoint, on_disk=True, say=say)
    if sort:
        _numbers(say, graph, sort, ends, top, day)
        return
    if layer:
        _known(graph, layer)
    shown = total = aside = 0
    for origin, destination, data in sorted(
        as_of.ties(say, graph, day).edges(data=True), key=lambda edge: (edge[0], edge[1], edge[2]["iri"])
    ):
        if data["layer"] == "co-participation" or layer not in (None, data["layer"]):
            continue
        if ends.get("origin", origin) != origin or ends.get("destination", destination) != destination:
            continue
        if layer is None and data["layer"] == LAYER:
            aside += 1
            continue
        total += 1
        if top is not None and shown == top:
            continue
        shown += 1
        arrow = "→" if data["direction_stated"] else "–"
        click.echo(
            f"{origin} {arrow} {destination}  {data.get('record_label', '')}  [{data['layer']}; {data['evidence']}]"
        )
    counted = f"{shown} of {total}" if shown < total else str(total)
    if aside:
        say(f"{aside} ties of free-movement regimes stand aside; --layer {LAYER} lists them")
    say(f"{counted} ties{f' of layer {layer}' if layer else ''}; – means that no source states the direction")


def _ends(where: tuple[str, ...]) -> dict[str, str]:
    from lamigo.sources.places import key_of

    ends: dict[str, str] = {}
    for condition in where:
        end, _, key = (part.strip() for part in condition.partition("="))
        if end not in ("origin", "destination") or not key:
            raise LamigoError(
                f"--where is {condition!r}", mend="write origin=KEY or destination=KEY, such as origin=NPL"
            )
        if end in ends:
            raise LamigoError(f"--where names the {end} twice", mend=f"ask for one {end} at a time")
        ends[end] = key_of(key)
    return ends


def _known(graph: api.Graph, layer: str) -> None:
    """Refuses a layer that no tie of a corridor can be of."""
    scheme = "https://w3id.org/lamigo/id/scheme/tie-layer"
    rows = graph.store.select(f"SELECT ?layer WHERE {{ ?layer skos:inScheme <{scheme}> }}").rows
    layers = {row[0].value.rsplit("/", 1)[-1] for row in rows if row[0]} - {"co-participation"}
    if layer not in layers:
        raise LamigoError(f"no corridor is tied by a layer {layer!r}", mend=f"write one of {', '.join(sorted(layers))}")


def _numbers(say: Voice, graph: api.Graph, sort: str, ends: dict[str, str], top: int | None, day: str | None) -> None:
    from lamigo.corridors import numbers

    one = numbers.measure(graph.store, sort, as_of.given(day))
    if sort.lower() in numbers.NEWEST:
        as_of.told(say, day or one.period, day)
    frame = numbers.table(graph.store, one)
    for end, key in ends.items():
        frame = frame[frame[end] == key]
    frame = frame.sort_values(["weight", "origin", "destination"], ascending=[False, True, True], kind="stable")
    kept = frame if top is None else frame.head(top)
    counted = f"{len(kept):,} of {len(frame):,}" if len(kept) < len(frame) else f"{len(frame):,}"
    click.echo(f"{counted} corridors")
    click.echo(one.heading)
    for origin, destination, weight in kept.itertuples(index=False):
        click.echo(f"{origin} → {destination}  {weight:>14,.0f}")
