import { EXIT } from "./exit-codes.ts";
import { CommandError } from "./output.ts";

/** What a command says when nobody answers at the home's sockets. */
export function notRunning(cause: unknown): CommandError {
  const message = "The studio is not running for this home. Start it with `gatehouse serve`, or open Gatehouse.";
  return new CommandError("not_running", EXIT.notRunning, message, { cause });
}
