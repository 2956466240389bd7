// What things are called: from the page, else from the engine.
import type { Engine } from "./engine";
import type { PageData } from "./page";
import type { Names, Row } from "./results";
import { RESULTS } from "../shared/media";

const MOST = 300; // things that one query asks for

/** The names of all things of ours in some rows. */
export async function namesOf(rows: Row[], page: PageData, engine: Engine): Promise<Names> {
  const ours = (iri: string) => iri.startsWith(page.namespace) || iri.startsWith(page.prefixes["kk"]!);
  const iris = [...new Set(rows.flatMap((row) => Object.values(row)).filter(({ type }) => type === "uri").map(({ value }) => value))].filter(ours);
  const names: Names = new Map();
  for (const iri of iris) {
    const name = page.things[iri.slice(page.namespace.length)];
    if (name) names.set(iri, name);
  }
  for (const { iri, label } of [...page.classes, ...page.properties]) names.set(iri, label);
  const rest = iris.filter((iri) => !names.has(iri));
  for (let start = 0; start < rest.length; start += MOST) await add(names, rest.slice(start, start + MOST), page, engine);
  return names;
}

async function add(names: Names, iris: string[], page: PageData, engine: Engine): Promise<void> {
  const values = iris.map((iri) => `<${iri}>`).join(" ");
  const query = `SELECT ?x ?l { VALUES ?x { ${values} } ?x skos:prefLabel|rdfs:label|kk:summary ?l FILTER(LANG(?l) = "${page.lang}") }`;
  const answer = await engine.ask(query, RESULTS.json);
  const { results } = JSON.parse(answer.text) as { results: { bindings: Row[] } };
  for (const row of results.bindings) if (!names.has(row["x"]!.value)) names.set(row["x"]!.value, row["l"]!.value);
}
