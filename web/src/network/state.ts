// What the reader has chosen. It lives in the address after "#", so a link brings it back.
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

/** The address part for a state; what is as at the start is left out. */
export function toHash(state: State, start: State): string {
  const parts = new URLSearchParams();
  for (const key of Object.keys(start) as (keyof State)[]) {
    const value = String(state[key]);
    if (value !== String(start[key])) parts.set(key, value);
  }
  return parts.toString();
}

/** The state that an address part describes; unknown or unfit values are passed over. */
export function fromHash(hash: string, start: State): State {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (key: string, old: string) => parts.get(key) ?? old;
  const pick = <T extends string>(key: string, old: T, allowed: readonly T[]) =>
    allowed.find((one) => one === parts.get(key)) ?? old;
  const number = (key: string, old: number) => {
    const value = Number(parts.get(key) ?? NaN);
    return Number.isFinite(value) ? value : old;
  };
  return {
    lang: pick("lang", start.lang, ["da", "en"]),
    view: pick("view", start.view, ["graph", "table"]),
    colour: pick("colour", start.colour, ["type", "community"]),
    hiddenTypes: parts.has("hiddenTypes") ? text("hiddenTypes", "").split(",").filter(Boolean) : start.hiddenTypes,
    department: text("department", start.department),
    theme: text("theme", start.theme),
    relation: text("relation", start.relation),
    minWeight: number("minWeight", start.minWeight),
    isolated: text("isolated", String(start.isolated)) === "true",
    selected: text("selected", start.selected),
    ego: text("ego", String(start.ego)) === "true",
    radius: Math.min(4, Math.max(1, Math.round(number("radius", start.radius)))),
  };
}
