/** The window around the pages: what a person needs next, the rail, the addresses, the palette. */
export { App, type AppProps } from "./app.tsx";
export { createAppRouter, type AppRouter } from "./router.tsx";
