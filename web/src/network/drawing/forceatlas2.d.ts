// Parts of graphology-layout-forceatlas2 that it does not describe itself.
declare module "graphology-layout-forceatlas2/helpers" {
  import type Graph from "graphology";
  export function graphToByteArrays(graph: Graph, weight: (edge: string, attributes: { weight: number }) => number): { nodes: Float32Array; edges: Float32Array };
}
declare module "graphology-layout-forceatlas2/iterate" {
  export default function iterate(settings: object, nodes: Float32Array, edges: Float32Array): void;
}
declare module "graphology-layout-forceatlas2/defaults" {
  const defaults: object;
  export default defaults;
}
