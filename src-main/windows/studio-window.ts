import { BrowserWindow } from "electron";

export interface StudioWindowOptions {
  /** The built preload script, an absolute path. */
  readonly preload: string;
  /** Only in a checkout: the tools of a released studio would show what is on the page to whoever sits down at it. */
  readonly hasDevTools: boolean;
}

/** A window in which a page can do nothing but what a web page can. It shows itself when there is something to see. */
export function createStudioWindow({ preload, hasDevTools }: StudioWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: "Gatehouse",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false, // its dictionaries come from the network
      devTools: hasDevTools,
    },
  });
  window.once("ready-to-show", () => window.show());
  return window;
}
