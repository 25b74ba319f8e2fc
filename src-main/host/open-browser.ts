import openWithDesktop from "open";
import { pathToFileURL } from "node:url";

/** Opens a page in the person's browser. @returns Whether a browser could be asked. */
export async function openInBrowser(path: string): Promise<boolean> {
  if (!hasDesktop(process.env)) return false;
  try {
    const launcher = await openWithDesktop(pathToFileURL(path).href);
    launcher.on("error", () => undefined); // the address is printed in any case
    return true;
  } catch {
    return false; // no launcher on this machine: the person opens the printed address
  }
}

/** On Linux and the BSDs a session without a display has no browser to show anything. */
function hasDesktop(environment: NodeJS.ProcessEnv): boolean {
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(environment["DISPLAY"] || environment["WAYLAND_DISPLAY"] || environment["WSL_DISTRO_NAME"]);
}
