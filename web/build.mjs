// Bundles the browser parts into the folder given as the only argument.
import { copyFile, readFile } from "node:fs/promises";
import { build } from "esbuild";
import { writeOutlines } from "./outlines.mjs";

const out = process.argv[2] ?? "dist";
const scripts = { map: "src/map/main.ts", network: "src/network/main.ts", sparql: "src/sparql/main.ts", search: "src/search/main.ts", table: "src/table/main.ts", excel: "src/table/excel.ts", "sparql-editor": "src/sparql/yasqe.ts", "sparql-worker": "src/sparql/worker.ts" };
const styles = { map: "src/map/style.css", network: "src/network/style.css", sparql: "src/sparql/style.css", "sparql-editor": "src/sparql/editor.css" };
// The stemmers ask for code to be made at run time, which the pages forbid, and do without it.
const noCodeOfText = {
  name: "no-code-of-text",
  setup: ({ onLoad }) => onLoad({ filter: /-stemmer\.common\.js$/ }, async ({ path }) => ({
    contents: (await readFile(path, "utf8")).replace(/return Function\('import.*/, "return function () {};"),
  })),
};
const common = { outdir: out, bundle: true, minify: true, charset: "utf8", logLevel: "warning" };

// The layout's worker stands in the page as text, so that a page is one file.
const worker = await build({
  ...common, outdir: undefined, write: false, entryPoints: ["src/network/drawing/force-worker.ts"], format: "iife", target: "es2022", mainFields: ["browser", "module", "main"],
});

await build({
  ...common,
  entryPoints: scripts,
  format: "iife",
  plugins: [noCodeOfText],
  target: "es2022",
  legalComments: "eof",
  mainFields: ["browser", "module", "main"],
  define: { "import.meta.url": "''", FORCE_WORKER: JSON.stringify(worker.outputFiles[0].text) },
});
await build({ ...common, entryPoints: styles, loader: { ".svg": "dataurl", ".png": "dataurl" } });
await copyFile("node_modules/oxigraph/web_bg.wasm", `${out}/oxigraph.wasm`);
await writeOutlines(`${out}/outlines.json`);
