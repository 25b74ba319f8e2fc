/** The window around the pages: what a person needs next, the rail, the addresses, the palette. */
export { App } from "./app.tsx";
export { createAppRouter } from "./router.tsx";
