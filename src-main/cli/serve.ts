import { START_EXIT_CODES } from "../../src-contract/host.ts";
import { warnOfHeadlessKey } from "../base/headless-key.ts";
import { HomeError } from "../base/home.ts";
import type { Failure } from "../base/supervisor.ts";
import { createRedirectFile, openInBrowser, StartError, startHost, type RunningHost } from "../host/index.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, printLine, type Output } from "./output.ts";

export interface ServeOptions {
  readonly home: string;
  readonly programFolder: string;
  readonly port: number | undefined;
  readonly agentsPort: number | undefined;
  /** Whether the person's browser is asked to show the window. */
  readonly isOpening: boolean;
  readonly isJson: boolean;
}

/**
 * Runs a studio in this process until it is told to stop.
 *
 * @returns The exit code.
 * @throws {CommandError} With the code of the failure when the studio does not start or stops for good.
 */
export async function serve(options: ServeOptions, output: Output): Promise<number> {
  const warning = warnOfHeadlessKey(process.env, process.platform); // Starting takes the variable away.
  if (warning !== undefined) await printLine(output.err, warning);
  const stop = new AbortController();
  const forget = onceAskedToStop(() => stop.abort(new Error("asked to stop")));
  const failed = Promise.withResolvers<Failure>();
  try {
    const host = await startHost({ ...options, signal: stop.signal, onFailure: failed.resolve });
    await announce(options, host, output);
    const redirect = options.isOpening ? await showWindow(options.home, host) : undefined;
    const failure = await Promise.race([failed.promise, untilAborted(stop.signal)]);
    redirect?.remove();
    await host.close();
    if (failure !== undefined) throw new StartError(failure);
    return EXIT.done;
  } catch (error) {
    if (stop.signal.aborted && error === stop.signal.reason) return EXIT.done;
    throw commandError(error);
  } finally {
    forget();
  }
}

async function announce(options: ServeOptions, host: RunningHost, output: Output): Promise<void> {
  const window = host.windowAddress();
  if (options.isJson) {
    await printLine(output.out, JSON.stringify({ window, agents: host.agentsUrl() }));
    return;
  }
  const lines = [
    "Gatehouse is running.",
    `  Window  ${window}`,
    "          (works once, within a minute; `gatehouse open` gives another)",
    `  Agents  ${host.agentsUrl()}`,
    "Stop it with Ctrl+C.",
  ];
  await printLine(output.out, lines.join("\n"));
}

async function showWindow(home: string, host: RunningHost): Promise<{ remove(): void }> {
  const redirect = createRedirectFile(home, host.windowAddress());
  if (!(await openInBrowser(redirect.path))) redirect.remove();
  return redirect;
}

/** The first signal stops in order; the second finds no handler and ends the process at once. */
function onceAskedToStop(stop: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const forget = (): void => {
    for (const signal of signals) process.off(signal, listener);
  };
  const listener = (): void => {
    forget();
    stop();
  };
  for (const signal of signals) process.on(signal, listener);
  return forget;
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

function commandError(error: unknown): CommandError {
  if (error instanceof HomeError) {
    return new CommandError(error.code, START_EXIT_CODES.home_unreadable, error.message, { cause: error });
  }
  if (!(error instanceof StartError)) throw error;
  const { code, message } = error.failure;
  const hint = code === "home_in_use" ? " `gatehouse open` shows the studio that is running." : "";
  return new CommandError(code, START_EXIT_CODES[code], message + hint, { cause: error });
}
