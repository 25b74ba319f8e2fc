import { homePaths } from "../base/home.ts";
import { createRedirectFile, openInBrowser } from "../host/index.ts";
import { askForWindow } from "./ask-host.ts";
import { EXIT } from "./exit-codes.ts";
import { printLine, type Output } from "./output.ts";

export interface OpenOptions {
  readonly home: string;
  readonly isOpening: boolean;
  readonly isJson: boolean;
}

/** Shows one more window of the running studio. @returns The exit code. @throws {CommandError} `not_running`. */
export async function openWindow(options: OpenOptions, output: Output): Promise<number> {
  const { hostSocket } = homePaths(options.home);
  const { window } = await askForWindow(hostSocket);
  if (options.isJson) {
    await printLine(output.out, JSON.stringify({ window }));
  } else if (window === null) {
    await printLine(output.out, "The studio's window is in front.");
  } else {
    await printLine(output.out, `${window}\n(works once, within a minute)`);
  }
  // An address works once: the browser gets one of its own.
  if (window !== null && options.isOpening) await showInBrowser(options.home, hostSocket);
  return EXIT.done;
}

async function showInBrowser(home: string, hostSocket: string): Promise<void> {
  const { window } = await askForWindow(hostSocket);
  if (window === null) return;
  const redirect = createRedirectFile(home, window);
  // The page stays behind for the browser to read when this process has ended.
  if (!(await openInBrowser(redirect.path))) redirect.remove();
}
