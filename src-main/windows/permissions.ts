import type { Session } from "electron";
import { STUDIO_ORIGIN } from "./studio-scheme.ts";

/** Copy buttons write text that the person asked for; nothing is ever read. */
const GRANTED = "clipboard-sanitized-write";

/** Refuses what a page could ask of the machine, devices and screens included. */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) => {
    decide(permission === GRANTED && isOurs(contents.mainFrame.origin));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === GRANTED && isOurs(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide(null));
}

/** Electron writes the origin of a permission check with a slash at its end, and that of a frame without. */
function isOurs(origin: string): boolean {
  return origin === STUDIO_ORIGIN || origin === `${STUDIO_ORIGIN}/`;
}
