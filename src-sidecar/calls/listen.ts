import type { Json } from "../base/canonical-json.ts";
import { createLogRelay } from "./log-lines.ts";
import type { LiveCall, Progress } from "./live-call.ts";
import type { CallPorts, SendOptions } from "./ports.ts";
import { SaidMeanwhile } from "./said-meanwhile.ts";
import { noteTaint } from "./taint.ts";

/** Where a connector says how it gets on: cleaned like a result, to whoever follows the call. */
export function listenTo(ports: CallPorts, call: LiveCall): Pick<SendOptions, "onProgress" | "log"> {
  let said: SaidMeanwhile | null = null;
  const pass = (words: Json, passOn: (clean: Json | undefined) => void): void => {
    said ??= new SaidMeanwhile({
      cleaner: ports.cleaner,
      isVaultOpen: () => ports.vault.isOpen(),
      heard: () => void noteTaint(ports, call, []),
    });
    said.pass(words, passOn);
  };
  const tell = (progress: Progress): void => {
    for (const listener of call.progressListeners) listener(progress);
  };
  const onProgress = ({ message, ...numbers }: Progress): void => {
    if (message === undefined) return tell(numbers);
    pass(message, (clean) => tell(typeof clean === "string" ? { ...numbers, message: clean } : numbers));
  };
  return { onProgress, ...(call.logReader && { log: createLogRelay({ pass }, call.logReader) }) };
}
