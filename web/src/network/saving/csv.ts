// What is seen as tables of nodes and edges, in a ZIP: as Gephi and spreadsheets read them.
import { strToU8, zipSync } from "fflate";
import type { Page } from "../data";
import type { Caption } from "./caption";
import type { Row, SeenEdge, SeenNode } from "./tables";

const BEGUN = new Date(1980, 0, 1); // the same bytes whenever it is saved

export function csv(page: Page, nodes: SeenNode[], edges: SeenEdge[], said: Caption): Uint8Array {
  const lang = document.documentElement.lang as "da" | "en";
  const curie = (id: string) => page.node.get(id)!.curie;
  const files = {
    "nodes.csv": table(nodes.map(({ node, row }) => ({ Id: node.curie, Label: node.label[lang], ...row }))),
    "edges.csv": table(edges.map(({ edge, weight, row }) => ({
      Source: curie(edge.source), Target: curie(edge.target), Type: page.data.directed ? "Directed" : "Undirected", Weight: weight, ...row,
    }))),
    "network.csv": table([
      { key: "title", value: said.title }, { key: "selection", value: said.selection },
      { key: "weight", value: said.widthBy }, { key: "source", value: said.source }, { key: "address", value: said.address },
      { key: "citation", value: said.citation },
    ]),
    "attributes.csv": table(Object.entries(said.attributes).map(([attribute, meaning]) => ({ attribute, meaning }))),
  };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), { mtime: BEGUN });
}

function table(rows: Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))].map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
