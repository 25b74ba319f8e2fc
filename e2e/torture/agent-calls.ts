import { setTimeout as sleep } from "node:timers/promises";

/** What an agent was told about a note that it asked to be written. */
export type Told = "done" | "denied" | "failed" | "nothing";

/** A tool to write notes with, and how often it is asked. */
export interface NoteTool {
  readonly name: string;
  readonly pauseMs: number;
}

/** Where notes are asked for. */
export interface NoteDoor {
  readonly agents: string;
  readonly key: string;
  readonly path: string;
}

/** Where ids of notes come from, and what was told about each. */
export interface Notes {
  readonly nextId: () => string;
  readonly told: Map<string, Told>;
  /** Told whenever an agent hears that its note was written. */
  readonly onDone: () => void;
}

/** Asks for one note after the other, each with an id of its own, until `signal` aborts. */
export async function writeNotes(door: NoteDoor, tool: NoteTool, notes: Notes, signal: AbortSignal): Promise<void> {
  const { nextId, told, onDone } = notes;
  while (!signal.aborted) {
    const id = nextId();
    told.set(id, "nothing");
    try {
      const what = await writeNote(door, tool.name, id, signal);
      told.set(id, what);
      if (what === "done") onDone();
      await sleep(tool.pauseMs, undefined, { signal });
    } catch {
      // The studio died or the round is over: nobody said what became of the note.
    }
  }
}

async function writeNote(
  { agents, key, path }: NoteDoor,
  name: string,
  id: string,
  signal: AbortSignal,
): Promise<Told> {
  const params = { name, arguments: { path, text: id } };
  const response = await fetch(agents, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
    signal,
  });
  const body = await response.text();
  const data = body.startsWith("{") ? body : (body.split("\n").findLast((line) => line.startsWith("data: ")) ?? "");
  const message: { result?: { isError?: boolean; _meta?: Record<string, unknown> } } = JSON.parse(
    data.replace(/^data: /, ""),
  );
  if (message.result?.isError !== true && message.result !== undefined) return "done";
  return message.result?._meta?.["gatehouse/state"] === "denied" ? "denied" : "failed";
}
