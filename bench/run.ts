import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Row } from "./row.ts";

const SUITES: Readonly<Record<string, () => Promise<{ readonly run: () => Promise<Row[]> }>>> = {
  "allow-path": () => import("./allow-path.ts"),
  audit: () => import("./audit.ts"),
  studio: () => import("./studio.ts"),
  redaction: () => import("./redaction.ts"),
  vault: () => import("./vault.ts"),
  window: () => import("./window.ts"),
};

const USAGE = `usage: npm run bench -- [--json FILE] [SUITE]...

  suites: ${Object.keys(SUITES).join(", ")}; all if none is named
  --json FILE   also write the rows { suite, target, metric, value, unit } to FILE

Timings are worth something against each other within one run; alone they say how busy the machine was.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { json: { type: "string" }, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const wanted = positionals.length === 0 ? Object.keys(SUITES) : positionals;
  if (values.help || wanted.some((name) => !(name in SUITES))) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 2;
  }
  const rows: Row[] = [];
  for (const name of wanted) {
    process.stderr.write(`${name} …\n`);
    const suite = await SUITES[name]?.();
    rows.push(...((await suite?.run()) ?? []));
  }
  process.stdout.write(tableOf(rows));
  if (values.json !== undefined) {
    const path = resolve(values.json);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(rows, null, 2)}\n`);
  }
  return 0;
}

function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ suite, target, metric, value, unit }) => [suite, target, metric, format(value), unit]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...cells.map((cell) => cell[column]?.length ?? 0)));
  return `${cells
    .map((cell) =>
      cell
        .map((text, column) => (column === 3 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")}\n`;
}

function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

process.exitCode = await main();
