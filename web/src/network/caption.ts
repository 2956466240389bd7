// What goes with a saved drawing: title, selection, what size, width and colour say, and the source.
import type { Page } from "./data";
import type { Visible } from "./filter";
import type { State } from "./state";
import { word } from "../shared/texts";
import type { Text } from "../shared/texts";

export interface Caption { title: string; legend: { colour: string; text: string }[]; notes: string[] }

/** Words for exactly what is seen, in the page's language. */
export function caption(page: Page, seen: Visible, state: State): Caption {
  const { lang } = state;
  const { data } = page;
  const counts = `${word("nodes", lang, { n: seen.nodes.size })}, ${word("edges", lang, { n: seen.edges.size })}`;
  const chosen = selection(page, state);
  return {
    title: data.title[lang],
    legend: legend(page, seen, state),
    notes: [
      chosen ? `${counts}. ${chosen}` : counts,
      word("sizes", lang, { meaning: data.weightMeaning[lang] }),
      word("source", lang, { version: data.version }),
    ],
  };
}

function legend(page: Page, seen: Visible, { lang, colour }: State): Caption["legend"] {
  const shown = page.data.nodes.filter((node) => seen.nodes.has(node.id));
  const [choices, used] = colour === "community"
    ? [page.data.communities, new Set<string | number>(shown.map((node) => node.community))] as const
    : [page.data.types, new Set<string | number>(shown.map((node) => node.type))] as const;
  const found: { id: string | number; colour: string; label: Text }[] = [...choices];
  return found.filter((one) => used.has(one.id)).map((one) => ({ colour: one.colour, text: one.label[lang] }));
}

/** The filters of the file and of the page: "Theme: Health; Minimum weight: 2". */
function selection(page: Page, state: State): string {
  const { lang } = state;
  const { data } = page;
  const name = (list: { id: string; label: Text }[], id: string) => list.find((one) => one.id === id)?.label[lang] ?? id;
  const hidden = state.hiddenTypes.map((type) => `−${name(data.types, type)}`).join(" ");
  const around = state.ego ? `${page.node.get(state.selected)?.label[lang] ?? ""}, ${word("radius", lang)}: ${state.radius}` : "";
  const parts: [string, string][] = [
    ...Object.entries(data.filters),
    [word("theme", lang), state.theme && name(data.themes, state.theme)],
    [word("department", lang), state.department && name(data.departments, state.department)],
    [word("relation", lang), state.relation && name(data.relations, state.relation)],
    [word("weight", lang), state.minWeight > 0 ? String(state.minWeight) : ""],
    [word("types", lang), hidden],
    [word("ego", lang), around],
  ];
  return parts.filter(([, value]) => value).map(([key, value]) => `${key}: ${value}`).join("; ");
}
