/**
 * What the desktop and Gatehouse tell each other: links that leave, the menu, sleep and the locked screen.
 *
 * Nothing but an `https:` address leaves, and nothing of the desktop decides anything.
 */
export { openExternal } from "./open-external.ts";
export { setApplicationMenu } from "./application-menu.ts";
export { onAway } from "./power.ts";
