// Read a network file with graphology, which is not ours, and print it as JSON: node tests/exports/read.mjs FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Graph = require("graphology");
const gexf = require("graphology-gexf");
const graphml = require("graphology-graphml");

const path = process.argv[2];
const text = readFileSync(path, "utf-8");

function nodeLink(document) {
  const graph = new Graph.MultiDirectedGraph();
  for (const { id, ...attributes } of document.nodes) graph.addNode(id, attributes);
  for (const { source, target, key, ...attributes } of document.edges)
    graph.addDirectedEdgeWithKey(key, source, target, attributes);
  return graph;
}

const graph = path.endsWith(".gexf")
  ? gexf.parse(Graph.MultiGraph, text, { addMissingNodes: false })
  : path.endsWith(".graphml")
    ? graphml.parse(Graph.MultiDirectedGraph, text, { addMissingNodes: false })
    : nodeLink(JSON.parse(text));

console.log(
  JSON.stringify({
    nodes: Object.fromEntries(graph.mapNodes((key, attributes) => [key, attributes])),
    edges: Object.fromEntries(
      graph.mapEdges((key, attributes, source, target) => [key, { source, target, attributes }]),
    ),
  }),
);
