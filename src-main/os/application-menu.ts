import { Menu, type MenuItemConstructorOptions } from "electron";

/** Electron's own menu leads to its web site and to developer tools; this one edits text and moves windows. */
export function setApplicationMenu(hasDevTools: boolean): void {
  const view: MenuItemConstructorOptions[] = [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { role: "togglefullscreen" },
    ...(hasDevTools ? [{ role: "toggleDevTools" } as const] : []),
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    { role: "editMenu" },
    { label: "View", submenu: view },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
