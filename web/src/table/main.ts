// Gives the tables of a page their tools; tables of facts beside others are sorted only.
import type { Lang } from "../shared/texts";
import { enhance } from "./grid";

const base = (document.currentScript as HTMLScriptElement).src.replace(/[^/]*$/, "");
const tables = [...document.querySelectorAll<HTMLTableElement>("table.data")];
for (const table of tables) enhance(table, document.documentElement.lang as Lang, base, { keep: tables.length === 1, files: table.classList.contains("facts") ? [] : ["csv", "xlsx", "json"] });
