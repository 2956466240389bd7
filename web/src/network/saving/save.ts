// Files of exactly what is seen.
import type { Page } from "../data";
import type { Scene } from "../drawing/scene";
import type { Visible } from "../selection/filter";
import type { State } from "../state";
import { type Caption, fileName } from "./caption";
import { csv } from "./csv";
import { gexf } from "./gexf";
import { png, svg } from "./picture";
import { seenEdges, seenNodes } from "./tables";
import { FILES, NETWORKS } from "../../shared/media";

export const FORMATS = ["SVG", "PNG", "GEXF", "CSV"] as const;
type Format = (typeof FORMATS)[number];

/** The formats that need no drawing. */
export const TABLES: readonly Format[] = ["CSV"];

/** Save what is seen; pictures and places are those of the scene. */
export async function save(format: Format, page: Page, seen: Visible, state: State, said: Caption, scene: Scene | undefined): Promise<void> {
  const content = await written(format, page, seen, state, said, scene);
  if (content) offer(content, `${fileName(page)}.${format === "CSV" ? "zip" : format.toLowerCase()}`);
}

async function written(format: Format, page: Page, seen: Visible, state: State, said: Caption, scene: Scene | undefined): Promise<Blob | null> {
  const [nodes, edges] = [seenNodes(page, seen, state), seenEdges(page, seen, state)];
  if (format === "CSV") return new Blob([csv(page, nodes, edges, said) as BlobPart], { type: FILES.zip });
  if (!scene) return null;
  if (format === "PNG") return png(scene.picture(), said);
  if (format === "SVG") return new Blob([svg(scene.picture(), said)], { type: FILES.svg });
  return new Blob([gexf(page, nodes, edges, said, scene.spot)], { type: NETWORKS.gexf });
}

function offer(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
