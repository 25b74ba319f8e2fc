/** Names on Electron's wire between the main process and the preload script. */
export const REQUEST_PORT_CHANNEL = "studio:request-port";
export const PORT_CHANNEL = "studio:port";
/** From the page: whether its person wants to be left alone. */
export const QUIET_CHANNEL = "studio:quiet";
/** To the page: show what waits for a decision. */
export const SHOW_WAITING_CHANNEL = "studio:show-waiting";
