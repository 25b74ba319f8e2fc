/** Names on Electron's wire between the main process and the preload script. */
export const REQUEST_PORT_CHANNEL = "studio:request-port";
export const PORT_CHANNEL = "studio:port";
