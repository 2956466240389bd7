// ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679) beside the page, in a worker.
// It takes a fixed number of steps from where the nodes stand, so that a link brings the same back.
import Graph from "graphology";
import { inferSettings } from "graphology-layout-forceatlas2";
import { graphToByteArrays } from "graphology-layout-forceatlas2/helpers";
import { MANY, type Page } from "../data";
import type { Visible } from "../selection/filter";
import type { Spots } from "./layouts";
import { FILES } from "../../shared/media";

declare const FORCE_WORKER: string;
/** Numbers a node has in ForceAtlas2's matrix: its place first, whether it is fixed last. */
const [SLOTS, FIXED] = [10, 9];

/** What goes to the worker, and comes back with nodes moved. */
export interface Work { settings: object; nodes: Float32Array; edges: Float32Array; steps: number }

/** Move the nodes until it is done; calling what is returned stops it. */
export function force(page: Page, seen: Visible, start: Spots, pins: Spots, moved: (spots: Spots, done: boolean) => void): () => void {
  const graph = new Graph({ type: "undirected", multi: true });
  for (const id of seen.nodes) graph.addNode(id, { ...start.get(id)!, ...pins.get(id), size: 1, fixed: pins.has(id) });
  for (const [index, weight] of seen.edges) {
    const { source, target } = page.data.edges[index]!;
    graph.addEdge(source, target, { weight });
  }
  const ids = graph.nodes();
  const { nodes, edges } = graphToByteArrays(graph, (_, { weight }) => weight);
  ids.forEach((id, index) => { nodes[index * SLOTS + FIXED] = pins.has(id) ? 1 : 0; });
  const url = URL.createObjectURL(new Blob([FORCE_WORKER], { type: FILES.js }));
  const worker = new Worker(url);
  const stop = () => { worker.terminate(); URL.revokeObjectURL(url); };
  worker.onmessage = ({ data }: MessageEvent<{ nodes: Float32Array; done: boolean }>) => {
    moved(new Map(ids.map((id, index) => [id, { x: data.nodes[index * SLOTS]!, y: data.nodes[index * SLOTS + 1]! }])), data.done);
    if (data.done) stop();
  };
  // LinLog parts the groups of a large network, which are one ball without it.
  const large = graph.order > MANY ? { linLogMode: true, scalingRatio: 20, gravity: 0.5 } : {};
  const settings = { ...inferSettings(graph), barnesHutOptimize: graph.order > 1000, ...large };
  worker.postMessage({ settings, nodes, edges, steps: graph.order > 2000 ? 120 : 500 } satisfies Work);
  return stop;
}
