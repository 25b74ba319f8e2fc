import { pino } from "pino";

/** Where the sidecar says what happens to it: one JSON line each, on standard error. No secret and no payload goes in. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

// What such names hold is never wanted in a log, wherever it stands.
const NEVER = [
  "authorization",
  "secret",
  "passphrase",
  "password",
  "token",
  "key",
  "recoveryKey",
  "headers",
  "env",
  "arguments",
];

/** @param clean Redacts a line before it leaves. */
export function createLog(clean: (text: string) => string): Log {
  return pino(
    {
      base: null,
      redact: { paths: NEVER.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[REDACTED]" },
    },
    { write: (line: string) => void process.stderr.write(clean(line)) },
  );
}
