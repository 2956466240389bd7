// What a tie weighs where some of its evidence is left out: as docs/networks.md tells the methods.
import type { Page, Part } from "../data";

type Parts = Map<number, Part[] | null>;

/** The weight of each edge of some; null stands for all of an edge's evidence. */
export function weigher(page: Page, parts: Parts): (index: number) => number {
  const method = page.data.filters["projection"] ?? "count";
  const { edges } = page.data;
  const whole = parts.size === edges.length && [...parts.values()].every((one) => one === null);
  const count = (index: number) => {
    const left = parts.get(index);
    return left ? new Set(left.map((part) => part.counted)).size : edges[index]!.weight;
  };
  if (whole || method === "count") return method === "count" ? count : (index) => edges[index]!.weight;
  const shared = (index: number) => new Set(parts.get(index)?.map((part) => part.counted) ?? edges[index]!.shared);
  const [members, shares] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const index of parts.keys()) {
    for (const thing of shared(index)) {
      for (const end of [edges[index]!.source, edges[index]!.target]) {
        add(members, thing, end);
        add(shares, end, thing);
      }
    }
  }
  const less = method === "newman" ? 1 : 0;
  return (index) => {
    const things = shared(index);
    if (method !== "jaccard") return [...things].reduce((sum, one) => sum + 1 / (members.get(one)!.size - less), 0);
    const { source, target } = edges[index]!;
    return things.size / new Set([...shares.get(source) ?? [], ...shares.get(target) ?? []]).size || 1;
  };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const found = map.get(key);
  if (found) found.add(value);
  else map.set(key, new Set([value]));
}
