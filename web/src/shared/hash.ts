// What the reader has chosen, in the address after "#", so that a link brings it back.

/** Write a state into the address; what is as at the start is left out. */
export function toHash<S extends object>(state: S, start: S): string {
  const parts = new URLSearchParams();
  for (const key of Object.keys(start) as (keyof S & string)[]) {
    const value = String(state[key]);
    if (value !== String(start[key])) parts.set(key, value);
  }
  return parts.toString();
}

/** Put the hash into the address without a step in the history. */
export function keep(hash: string): void {
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

/** Readers of an address part: each gives the old value where the part is missing or unfit. */
export function reader(hash: string) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (key: string, old: string) => parts.get(key) ?? old;
  return {
    text,
    has: (key: string) => parts.has(key),
    flag: (key: string, old: boolean) => text(key, String(old)) === "true",
    pick: <T extends string>(key: string, old: T, allowed: readonly T[]) => allowed.find((one) => one === parts.get(key)) ?? old,
    number: (key: string, old: number) => {
      const value = Number(parts.get(key) ?? NaN);
      return Number.isFinite(value) ? value : old;
    },
  };
}
