/** Being told: notifications, sounds and do-not-disturb of this device. Numbers and class words alone; nothing is decided from them. */
export { NoticesPage } from "./notices-page.tsx";
export { NoticesProvider } from "./provider.tsx";
export { QuietMenu, useQuietItems } from "./quiet-menu.tsx";
export { useTold } from "./use-told.ts";
