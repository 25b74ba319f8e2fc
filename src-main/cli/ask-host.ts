import { createConnection } from "node:net";
import type { OpenAnswer } from "../base/control-socket.ts";
import { EXIT } from "./exit-codes.ts";
import { notRunning } from "./not-running.ts";
import { CommandError } from "./output.ts";

const ANSWER_WITHIN_MS = 5_000;
const MAX_ANSWER_BYTES = 4_096;

/**
 * Asks the running studio for a window.
 *
 * @throws {CommandError} `not_running`, `internal` (something else listens there).
 */
export async function askForWindow(path: string): Promise<OpenAnswer> {
  const answer = parseAnswer(await exchangeLine(path, JSON.stringify({ kind: "open" })));
  if (answer === undefined) {
    throw new CommandError("internal", EXIT.internal, `What listens on ${JSON.stringify(path)} is not a studio.`);
  }
  return answer;
}

/** Sends one line and reads one. @throws {CommandError} `not_running`. */
function exchangeLine(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = createConnection(path, () => socket.write(`${line}\n`));
    socket.setEncoding("utf8");
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error("no answer in time")));
    socket.on("data", (part: string) => {
      text += part;
      if (text.length > MAX_ANSWER_BYTES) socket.destroy(new Error("the answer is too long"));
    });
    socket.on("end", () => resolve(text));
    socket.on("error", (cause) => reject(notRunning(cause)));
  });
}

function parseAnswer(text: string): OpenAnswer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("window" in value)) return undefined;
    const { window } = value;
    return typeof window === "string" || window === null ? { window } : undefined;
  } catch {
    return undefined; // not JSON: not a studio's answer
  }
}
