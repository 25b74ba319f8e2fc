/**
 * Electron's windows: one sandboxed page of our own scheme, with nothing around it that leads elsewhere.
 *
 * It refuses navigation, frames, web views, new windows and permissions, and hands a port to the sidecar only to the main
 * frame of our own page.
 */
export { guardContents } from "./navigation.ts";
export { limitPermissions } from "./permissions.ts";
export { onQuiet, showWaiting } from "./page-wishes.ts";
export { PortHandover, type WindowPort } from "./port-handover.ts";
export { createStudioWindow } from "./studio-window.ts";
export { registerStudioScheme, serveStudioScheme, STUDIO_ORIGIN } from "./studio-scheme.ts";
