// The map's data as Python embedded it.
import type { Choice } from "../shared/choice";
import { type Sorted, yearsOf } from "../shared/selection";
import type { Lang, Text } from "../shared/texts";
import type { Spot } from "./view";

export interface Evidence { section: string; lines: string; fact: string; page: string; label: Text }
/** One piece of evidence: the things or facts that it counts. */
export interface Part extends Sorted { counted: string[] }
/** A tie between two places, or a place and what lies in Copenhagen: there an end is -1. */
export interface Tie { ends: [number, number]; names: [Text, Text]; relation: Text; parts: Part[]; evidence: Evidence[] }
export interface Place extends Spot { id: string; page: string; label: Text }
type Scale = [number, number];
export interface MapData {
  name: string; title: Text; network: Text; weight: Text; version: string; filters: Record<Lang, string>; unplaced: Record<Lang, string[]>;
  land: string; europe: Spot[]; /** Where ties with an end of -1 begin, null where nothing says where that lies. */
  origin: (Spot & { label: Text }) | null; scales: { dot: Scale; arc: Scale };
  themes: Choice[]; departments: Choice[]; sections: Choice[]; places: Place[]; ties: Tie[];
}

export function readMap(): { data: MapData; years: [number, number] | undefined } {
  const data = JSON.parse(document.getElementById("map")!.textContent!) as MapData;
  return { data, years: yearsOf(data.ties.flatMap((tie) => tie.parts)) };
}
