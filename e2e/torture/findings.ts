import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CLI } from "./paths.ts";
import type { Told } from "./agent-calls.ts";

/** What was found after the last death. Everything in `broken` is a promise that was not kept. */
export interface Findings {
  readonly calls: number;
  readonly notes: number;
  readonly auditEntries: number;
  /** Calls by the state in which they ended. */
  readonly states: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

const OUTCOMES = new Set(["call.succeeded", "call.failed", "call.cancelled", "call.interrupted"]);

interface CallLine {
  readonly id: string;
  readonly state: string;
}
interface Entry {
  readonly subject: string;
  readonly action: string;
}

/** Looks at a home that nobody runs, and at the notes that were written. */
export function inspect(home: string, notes: string, told: ReadonlyMap<string, Told>): Findings {
  const [database = ""] = globSync("orgs/*/org.db", { cwd: home });
  const file = new DatabaseSync(join(home, database), { readOnly: true });
  const calls = file.prepare("select id, state from call").all() as unknown as readonly CallLine[]; // The columns that were asked for.
  const entries = file.prepare("select subject, action from audit order by seq").all() as unknown as readonly Entry[]; // As above.
  file.close();
  const lines = existsSync(notes) ? readFileSync(notes, "utf8").split("\n").filter(Boolean) : [];
  return {
    calls: calls.length,
    notes: lines.length,
    auditEntries: entries.length,
    states: countBy(calls.map(({ state }) => state)),
    broken: [...auditFaults(home), ...outcomeFaults(calls, entries), ...noteFaults(lines, told)],
  };
}

function auditFaults(home: string): readonly string[] {
  const { status, stdout } = spawnSync(process.execPath, [CLI, "audit", "verify", "--home", home, "--json"], {
    encoding: "utf8",
  });
  return status === 0 ? [] : [`the audit log does not verify: ${stdout}`];
}

/** Every call that was sent has exactly one outcome, none that was not sent has one, and none is left open. */
function outcomeFaults(calls: readonly CallLine[], entries: readonly Entry[]): readonly string[] {
  const steps = Map.groupBy(entries, ({ subject }) => subject);
  return calls.flatMap(({ id, state }) => {
    const actions = (steps.get(id) ?? []).map(({ action }) => action);
    const sent = actions.filter((action) => action === "call.sent").length;
    const outcomes = actions.filter((action) => OUTCOMES.has(action)).length;
    const faults: string[] = [];
    if (sent > 1) faults.push(`call ${id} was sent ${sent} times`);
    if (sent === 1 && outcomes !== 1)
      faults.push(`call ${id} was sent and has ${outcomes} outcomes: ${actions.join(", ")}`);
    if (["received", "awaiting", "approved", "executing"].includes(state)) faults.push(`call ${id} was left ${state}`);
    if (actions.length === 0) faults.push(`call ${id} is not in the log`);
    return faults;
  });
}

/** No note is written twice, and every note that an agent was told of is there. */
function noteFaults(lines: readonly string[], told: ReadonlyMap<string, Told>): readonly string[] {
  const written = countBy(lines.map((line) => /note-\d+/.exec(line)?.[0] ?? line));
  const twice = Object.entries(written).filter(([, count]) => count > 1);
  const faults = twice.map(([note, count]) => `${note} was written ${count} times`);
  for (const [note, what] of told) {
    if (what === "done" && written[note] === undefined) faults.push(`${note} was said to be written and is not there`);
    if (what === "denied" && written[note] !== undefined) faults.push(`${note} was denied and is there`);
  }
  return faults;
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
