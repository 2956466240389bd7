// Making elements in one line.

type Child = Node | string | null | undefined;
type Attributes = Record<string, string | boolean | EventListener>;

/** An element with attributes, listeners ("onclick") and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child != null));
  return element;
}

/** A number as a reader of the language writes it. */
export function figure(value: number, lang: string): string {
  return value.toLocaleString(lang, { maximumFractionDigits: value < 1 && value > 0 ? 4 : 1 });
}
