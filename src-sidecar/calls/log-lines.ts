import type { Json } from "../base/canonical-json.ts";
import type { SaidMeanwhile } from "./said-meanwhile.ts";

/** Levels of a log, the least urgent first. @see MCP 2025-11-25, server/utilities/logging */
export const LOG_LEVELS = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"] as const;

/** A line that a connector writes to its log. */
export interface LogLine {
  readonly level: string;
  readonly logger?: string;
  readonly data: Json;
}

/** Who wants to read a connector's log during a call, and from which level on. */
export interface LogReader {
  readonly level: string;
  readonly onLine: (line: LogLine) => void;
}

const MAX_LINES = 500; // of one call
const MAX_LINE_BYTES = 64 * 1024;

/** Passes on what a reader wants to hear, without secrets and invisible characters, and no more than a call may say. */
export function createLogRelay(said: Pick<SaidMeanwhile, "pass">, reader: LogReader): LogReader {
  const least = rankOf(reader.level);
  let lines = 0;
  const onLine = ({ level, logger = "", data }: LogLine): void => {
    if (rankOf(level) < least || lines >= MAX_LINES) return;
    if (JSON.stringify(data).length > MAX_LINE_BYTES) return;
    lines += 1;
    said.pass([logger, data], (clean) => {
      if (typeof clean === "string") return reader.onLine({ level, data: clean });
      if (!Array.isArray(clean)) return;
      const [name, content] = clean as readonly Json[]; // An array of JSON values, as it went in.
      if (content === undefined) return;
      reader.onLine({ level, data: content, ...(typeof name === "string" && name !== "" ? { logger: name } : {}) });
    });
  };
  return { level: reader.level, onLine };
}

/** An unknown level is below every other: it is never passed on. */
function rankOf(level: string): number {
  return LOG_LEVELS.findIndex((known) => known === level);
}
