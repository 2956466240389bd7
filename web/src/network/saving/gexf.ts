// What is seen as GEXF 1.3, as Gephi reads it: places, colours, sizes, shapes and times.
import type { Page } from "../data";
import type { Timed } from "../../shared/selection";
import type { Caption } from "./caption";
import type { Row, SeenEdge, SeenNode } from "./tables";

/** The network of what is seen, each node where and as it is drawn. */
export function gexf(page: Page, nodes: SeenNode[], edges: SeenEdge[], said: Caption, at: (id: string) => { x: number; y: number; radius: number; colour: string }): string {
  const { directed, version } = page.data;
  const timed = [...nodes.map(({ node }) => node), ...edges.map(({ edge }) => edge)].some((one) => one.start || one.end);
  const several = edges.length > new Set(edges.map(({ edge }) => [edge.source, edge.target].sort().join(" "))).size;
  const curie = (id: string) => page.node.get(id)!.curie;
  const lang = document.documentElement.lang as "da" | "en";
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
    `<meta><creator>kkgraph ${quoted(version)}</creator><description>${quoted(described(said))}</description></meta>`,
    tag("graph", { defaultedgetype: directed ? "directed" : "undirected", mode: timed ? "dynamic" : "static", ...(timed ? { timeformat: "date" } : {}) }, false),
    declared("node", nodes), declared("edge", edges),
    "<nodes>",
    ...nodes.map(({ node, row }) => {
      const { x, y, radius, colour } = at(node.id);
      const [r, g, b] = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16)) as [number, number, number];
      const viz = [tag("viz:color", { r, g, b }), tag("viz:position", { x, y, z: 0 }), tag("viz:size", { value: radius }), tag("viz:shape", { value: page.kind.get(node.type)!.shape })];
      return `${tag("node", { id: node.curie, label: node.label[lang], ...span(node) }, false)}${values(row)}${viz.join("")}</node>`;
    }),
    "</nodes>", "<edges>",
    ...edges.map(({ edge, weight, row }, index) => `${tag("edge", {
      id: index, source: curie(edge.source), target: curie(edge.target), weight, ...(several ? { kind: edge.relation } : {}), ...span(edge),
    }, false)}${values(row)}</edge>`),
    "</edges>", "</graph>", "</gexf>", "",
  ].join("\n");
}

/** What the file is of: title, selection, what weights count, source, citation and what each attribute says. */
function described({ title, notes, widthBy, citation, attributes }: Caption): string {
  const meanings = Object.entries(attributes).map(([key, meaning]) => `${key}: ${meaning}.`);
  return [title, ...notes, `${widthBy}.`, citation, ...meanings].join(" ");
}

function declared(kind: string, rows: { row: Row }[]): string {
  const types = new Map<string, string>();
  for (const { row } of rows) for (const [key, value] of Object.entries(row)) types.set(key, typeof value === "number" ? "double" : "string");
  if (!types.size) return "";
  return `${tag("attributes", { class: kind }, false)}${[...types].map(([key, type]) => tag("attribute", { id: key, title: key, type })).join("")}</attributes>`;
}

function values(row: Row): string {
  return `<attvalues>${Object.entries(row).map(([key, value]) => tag("attvalue", { for: key, value })).join("")}</attvalues>`;
}

/** The first and last day of what is printed as a year or month. */
function span({ start, end }: Timed): Record<string, string> {
  return { ...(start ? { start: start + "-01-01".slice(start.length - 4) } : {}), ...(end ? { end: lastDay(end) } : {}) };
}

function lastDay(printed: string): string {
  const [year, month, day] = printed.split("-").map(Number);
  return day ? printed : new Date(Date.UTC(year!, month ?? 12, 0)).toISOString().slice(0, 10);
}

function tag(name: string, attributes: Record<string, string | number>, closed = true): string {
  return `<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${quoted(String(value))}"`).join("")}${closed ? "/" : ""}>`;
}

function quoted(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}
