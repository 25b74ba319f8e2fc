import { setTimeout as sleep } from "node:timers/promises";
import { callTool, type AgentsDoor } from "./tool-call.ts";

/** What an agent was told about a note that it asked to be written. */
export type Told = "done" | "denied" | "failed" | "nothing";

/** A tool to write notes with, and how often it is asked. */
export interface NoteTool {
  readonly name: string;
  readonly pauseMs: number;
}

/** Where notes are asked for, and the file that they are written to. */
export interface NoteDoor extends AgentsDoor {
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

async function writeNote(door: NoteDoor, name: string, id: string, signal: AbortSignal): Promise<Told> {
  const { isError, state } = await callTool(door, { name, input: { path: door.path, text: id } }, signal);
  if (!isError) return "done";
  return state === "denied" ? "denied" : "failed";
}
