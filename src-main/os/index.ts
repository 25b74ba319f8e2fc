/**
 * What the desktop and Gatehouse tell each other: links that leave, the menu, sleep, the locked screen, the keychain, and that something
 * waits.
 *
 * Nothing but an `https:` address leaves, and nothing of the desktop decides anything. What the keychain would protect with less than the
 * person's own session is refused, and nothing is ever kept in the clear.
 */
export { Caller } from "./caller.ts";
export { createKeychain } from "./keychain.ts";
export { openExternal } from "./open-external.ts";
export { setApplicationMenu } from "./application-menu.ts";
export { onAway } from "./power.ts";
