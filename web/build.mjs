// Bundles the browser parts into the folder given as the only argument.
import { copyFile } from "node:fs/promises";
import { build } from "esbuild";
import { writeOutlines } from "./outlines.mjs";

const out = process.argv[2] ?? "dist";
const scripts = { map: "src/map/main.ts", network: "src/network/main.ts", sparql: "src/sparql/main.ts", search: "src/search/main.ts", table: "src/table/main.ts", excel: "src/table/excel.ts", "sparql-editor": "src/sparql/yasqe.ts", "sparql-worker": "src/sparql/worker.ts" };
const styles = { map: "src/map/style.css", network: "src/network/style.css", sparql: "src/sparql/style.css", "sparql-editor": "src/sparql/editor.css" };
const common = { outdir: out, bundle: true, minify: true, charset: "utf8", logLevel: "warning" };

await build({
  ...common,
  entryPoints: scripts,
  format: "iife",
  target: "es2022",
  legalComments: "eof",
  mainFields: ["browser", "module", "main"],
  define: { "import.meta.url": "''" },
});
await build({ ...common, entryPoints: styles, loader: { ".svg": "dataurl", ".png": "dataurl" } });
await copyFile("node_modules/oxigraph/web_bg.wasm", `${out}/oxigraph.wasm`);
await writeOutlines(`${out}/outlines.json`);
