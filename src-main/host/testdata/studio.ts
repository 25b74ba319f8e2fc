import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHost, type HostOptions, type RunningHost } from "../start-host.ts";

/** A folder laid out like the built product, with the fake sidecar and a window of two files. */
export interface TestStudio {
  readonly folder: string;
  readonly home: string;
  readonly programFolder: string;
  readonly log: string[];
  start(options?: Partial<HostOptions>): Promise<RunningHost>;
  /** What the fake sidecar noted, line by line. */
  notes(): string[];
  order(orders: object): void;
  remove(): void;
}

export function createTestStudio(): TestStudio {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-host-"));
  const programFolder = join(folder, "out", "main");
  const home = join(folder, "home");
  mkdirSync(programFolder, { recursive: true });
  mkdirSync(home, { mode: 0o700 });
  cpSync(join(import.meta.dirname, "fake-sidecar.ts"), join(programFolder, "fake-sidecar.ts"));
  writeFileSync(join(programFolder, "sidecar.js"), 'import "./fake-sidecar.ts";\n');
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeWindow(join(folder, "out", "renderer"));
  const log: string[] = [];
  return {
    folder,
    home,
    programFolder,
    log,
    start: (options = {}) => startHost({ home, programFolder, log: (line) => log.push(line), ...options }),
    notes: () => readFileSync(join(home, "fake-sidecar.log"), "utf8").trimEnd().split("\n"),
    order: (orders) => writeFileSync(join(home, "fake-sidecar.json"), JSON.stringify(orders)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function writeWindow(folder: string): void {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><meta name="csp-nonce" nonce="__CSP_NONCE__"><title>Gatehouse</title>\n',
  );
  writeFileSync(join(folder, "assets", "main.js"), "export {};\n");
  writeFileSync(join(folder, "assets", "main.js.map"), "{}\n");
  writeFileSync(join(folder, ".hidden.json"), "{}\n");
}
