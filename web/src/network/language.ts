// Every word the page itself says, in both languages.
import type { Lang, Text } from "./data";

const WORDS = {
  search: { da: "Søg", en: "Search" },
  searchHint: { da: "Navn på by, netværk, projekt …", en: "Name of a city, network, project …" },
  nothing: { da: "Intet fundet", en: "Nothing found" },
  types: { da: "Typer", en: "Types" },
  communities: { da: "Grupper", en: "Communities" },
  colourBy: { da: "Farve efter", en: "Colour by" },
  type: { da: "type", en: "type" },
  community: { da: "gruppe", en: "community" },
  department: { da: "Forvaltning", en: "Department" },
  theme: { da: "Tema", en: "Theme" },
  relation: { da: "Forbindelse", en: "Relation" },
  all: { da: "alle", en: "all" },
  weight: { da: "Mindste vægt", en: "Least weight" },
  isolated: { da: "Vis knuder uden forbindelser", en: "Show nodes without ties" },
  ego: { da: "Vis kun omgivelser", en: "Show surroundings only" },
  egoOff: { da: "Vis hele netværket", en: "Show the whole network" },
  radius: { da: "Skridt", en: "Steps" },
  graph: { da: "Netværk", en: "Network" },
  table: { da: "Tabel", en: "Table" },
  nodes: { da: "knuder", en: "nodes" },
  edges: { da: "forbindelser", en: "ties" },
  name: { da: "Navn", en: "Name" },
  kind: { da: "Type", en: "Type" },
  degree: { da: "Grad", en: "Degree" },
  weighted: { da: "Vægtet grad", en: "Weighted degree" },
  betweenness: { da: "Mellemliggenhed", en: "Betweenness" },
  pagerank: { da: "PageRank", en: "PageRank" },
  group: { da: "Gruppe", en: "Community" },
  from: { da: "Fra", en: "From" },
  to: { da: "Til", en: "To" },
  size: { da: "Vægt", en: "Weight" },
  evidence: { da: "Belæg", en: "Evidence" },
  section: { da: "afsnit", en: "section" },
  lines: { da: "linje", en: "lines" },
  ties: { da: "Forbindelser", en: "Ties" },
  shared: { da: "Fælles", en: "Shared" },
  links: { da: "Andre steder", en: "Elsewhere" },
  page: { da: "Egen side", en: "Own page" },
  close: { da: "Luk", en: "Close" },
  reset: { da: "Nulstil", en: "Reset" },
  save: { da: "Gem", en: "Save" },
  copy: { da: "Kopiér link", en: "Copy link" },
  copied: { da: "Kopieret", en: "Copied" },
  zoomIn: { da: "Zoom ind", en: "Zoom in" },
  zoomOut: { da: "Zoom ud", en: "Zoom out" },
  fit: { da: "Vis alt", en: "Fit" },
  more: { da: "Vis flere", en: "Show more" },
  weightCounts: { da: "Vægten tæller", en: "The weight counts" },
  keys: {
    da: "Taster: / søg, piletaster mellem naboer, e omgivelser, t tabel, l sprog, Esc luk, + − zoom",
    en: "Keys: / search, arrows between neighbours, e surroundings, t table, l language, Esc close, + − zoom",
  },
  figure: { da: "Netværksfigur", en: "Network figure" },
  controls: { da: "Filtre", en: "Filters" },
  details: { da: "Detaljer", en: "Details" },
} satisfies Record<string, Text>;

export type Word = keyof typeof WORDS;

/** A word of the page in a language. */
export function word(key: Word, lang: Lang): string {
  return WORDS[key][lang];
}
