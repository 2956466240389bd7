// Writes a workbook; a script of its own, since few want one.
import write from "write-excel-file/browser";

window.kkgraphExcel = (name, heads, rows) => {
  const head = heads.map((value) => ({ value, fontWeight: "bold" as const }));
  const cells = rows.map((row) => row.map((value) => (value === null ? null : { value, type: typeof value === "number" ? Number : String })));
  const columns = heads.map((value, i) => ({ width: Math.min(60, Math.max(value.length, ...rows.map((row) => String(row[i] ?? "").length)) + 2) }));
  return write([head, ...cells], { columns, sheet: name.slice(0, 31), stickyRowsCount: 1 }).toBlob();
};
