import { existsSync } from "node:fs";
import * as z from "zod";
import { homePaths } from "../../base/home.ts";
import { probe } from "../probe-process.ts";
import type { Check, Verdict } from "./finding.ts";

/**
 * Reads every page of every organization's database, in a process of its own. A database without a journal is read as one that nobody
 * changes, so that not even a lock file is made beside it.
 */
const PROBE = `
const { DatabaseSync } = require("node:sqlite");
const { statSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const { join } = require("node:path");
const home = process.argv[1];
const open = (path) => {
  const url = pathToFileURL(path);
  const journal = statSync(path + "-wal", { throwIfNoEntry: false });
  if (!statSync(path, { throwIfNoEntry: false })) throw new Error("it is not there");
  if (journal === undefined) url.searchParams.set("immutable", "1");
  return new DatabaseSync(url, { readOnly: true });
};
const look = (path) => {
  try {
    const database = open(path);
    const [row] = database.prepare("pragma quick_check(1)").all();
    database.close();
    const [found] = Object.values(row ?? {});
    return found === "ok" ? null : String(found);
  } catch (error) {
    return error.message;
  }
};
const studio = open(join(home, "studio.db"));
const orgs = studio.prepare("select id, name from org order by created_at").all();
const found = orgs.map(({ id, name }) => {
  const path = join(home, "orgs", id, "org.db");
  return { name, path, fault: look(path) };
});
process.stdout.write(JSON.stringify(found));`;

const answer = z.array(z.object({ name: z.string(), path: z.string(), fault: z.string().nullable() }));

/** The organizations of a home. One that is damaged keeps no other from its work. */
export function organizationChecks(home: string): readonly Check[] {
  return [{ id: "organizations", title: "Organizations", look: () => lookAtOrganizations(home) }];
}

async function lookAtOrganizations(home: string): Promise<Verdict> {
  if (!existsSync(homePaths(home).database)) return { grade: "ok", found: "none yet" };
  const result = await probe(process.execPath, ["--no-warnings", "-e", PROBE, home]);
  if (result.kind !== "answered") {
    const reason = result.kind === "failed" ? JSON.stringify(result.reason) : "Node itself could not be started";
    return { grade: "warn", found: `could not be read: ${reason}` };
  }
  const orgs = answer.parse(JSON.parse(result.text));
  const faults = orgs.filter(({ fault }) => fault !== null);
  if (faults.length === 0) return { grade: "ok", found: orgs.length === 0 ? "none yet" : `${orgs.length}, readable` };
  const found = faults.map(({ name, path, fault }) => `${JSON.stringify(name)} in ${path}: ${JSON.stringify(fault)}`);
  const mend =
    "Restore it: `gatehouse backup restore FILE --replace`. The damaged file is moved aside; the others go on meanwhile.";
  return { grade: "bad", found: found.join("; "), mend };
}
