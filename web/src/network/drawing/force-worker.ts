// The worker of force.ts: takes the steps, and tells every few where the nodes are.
import DEFAULTS from "graphology-layout-forceatlas2/defaults";
import iterate from "graphology-layout-forceatlas2/iterate";
import type { Work } from "./force";

const TOLD = 10;

self.onmessage = ({ data: { settings, nodes, edges, steps } }: MessageEvent<Work>) => {
  for (let step = 1; step <= steps; step++) {
    iterate({ ...DEFAULTS, ...settings }, nodes, edges);
    if (step % TOLD === 0) self.postMessage({ nodes, done: step >= steps });
  }
};
