/**
 * The loopback host: serves the window to a browser and relays its frames to the sidecar, unread.
 *
 * It answers nobody who calls it by another name than 127.0.0.1 and its port, lets in only pages that exchanged a launch
 * code, and holds no secret but its own codes.
 */
export { openInBrowser } from "./open-browser.ts";
export { createRedirectFile } from "./redirect-file.ts";
export { StartError, startHost, type RunningHost } from "./start-host.ts";
