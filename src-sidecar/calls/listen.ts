import type { Json } from "../base/canonical-json.ts";
import { isReviewed } from "../policy/index.ts";
import { createLogRelay } from "./log-lines.ts";
import type { LiveCall, Progress } from "./live-call.ts";
import type { CallPorts, SendOptions } from "./ports.ts";
import { SaidMeanwhile } from "./said-meanwhile.ts";
import { noteTaint } from "./taint.ts";

const MAX_MESSAGES = 500; // with words, of one call
const MAX_MESSAGE_LENGTH = 64 * 1024;

/** An open ear. `settled`: when everything that was said was passed on; null: it was. */
export interface Listening {
  readonly options: Pick<SendOptions, "onProgress" | "log">;
  readonly settled: () => Promise<void> | null;
}

/**
 * Where a connector says how it gets on: cleaned like a result, to whoever follows the call. Where a person may have to look at the result
 * first, only the numbers are passed on: words would get around them.
 */
export function listenTo(ports: CallPorts, call: LiveCall): Listening {
  const { approval } = ports.toolNow(call.tool) ?? call.tool;
  const isSilent = call.shown.asker.kind === "agent" && isReviewed(approval, call.tool.id, true);
  let said: SaidMeanwhile | null = null;
  const pass = (words: Json, passOn: (clean: Json | undefined) => void): void => {
    said ??= new SaidMeanwhile({
      cleaner: ports.cleaner,
      mayPass: () => ports.vault.isOpen() && !call.abort.signal.aborted,
      heard: () => noteTaint(ports, call, []),
    });
    said.pass(words, passOn);
  };
  const tell = (progress: Progress): void => {
    for (const listener of call.progressListeners) listener(progress);
  };
  let messages = 0;
  const onProgress = ({ message, ...numbers }: Progress): void => {
    if (message === undefined || isSilent || message.length > MAX_MESSAGE_LENGTH) return tell(numbers);
    messages += 1;
    if (messages > MAX_MESSAGES) return tell(numbers);
    pass(message, (clean) => tell(typeof clean === "string" ? { ...numbers, message: clean } : numbers));
  };
  const log = call.logReader && !isSilent ? createLogRelay({ pass }, call.logReader) : null;
  return { options: { onProgress, ...(log && { log }) }, settled: () => said?.settled() ?? null };
}
