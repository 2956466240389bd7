// What the reader has chosen. It lives in the address after "#", so a link brings it back.
import { reader } from "../shared/hash";
import type { Lang } from "../shared/texts";

export interface State {
  lang: Lang;
  view: "graph" | "table";
  colour: "type" | "community";
  hiddenTypes: string[];
  department: string;
  theme: string;
  relation: string;
  minWeight: number;
  isolated: boolean;
  selected: string;
  ego: boolean;
  radius: number;
}

export const START: State = {
  lang: "en", view: "graph", colour: "type", hiddenTypes: [], department: "", theme: "", relation: "",
  minWeight: 0, isolated: true, selected: "", ego: false, radius: 1,
};

/** The state that an address part describes; unknown or unfit values are passed over. */
export function fromHash(hash: string, start: State): State {
  const { text, has, flag, pick, number } = reader(hash);
  return {
    lang: pick("lang", start.lang, ["da", "en"]),
    view: pick("view", start.view, ["graph", "table"]),
    colour: pick("colour", start.colour, ["type", "community"]),
    hiddenTypes: has("hiddenTypes") ? text("hiddenTypes", "").split(",").filter(Boolean) : start.hiddenTypes,
    department: text("department", start.department),
    theme: text("theme", start.theme),
    relation: text("relation", start.relation),
    minWeight: number("minWeight", start.minWeight),
    isolated: flag("isolated", start.isolated),
    selected: text("selected", start.selected),
    ego: flag("ego", start.ego),
    radius: Math.min(4, Math.max(1, Math.round(number("radius", start.radius)))),
  };
}
