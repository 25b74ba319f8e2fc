import { app, type Event, type WebContents } from "electron";

/** Keeps every page where it is. A link that leaves goes through `openExternal`, which decides for itself. */
export function guardContents(openExternal: (address: string) => void): void {
  app.on("web-contents-created", (_event, contents) => guard(contents, openExternal));
}

function guard(contents: WebContents, openExternal: (address: string) => void): void {
  const refuse = (event: Event): void => event.preventDefault();
  contents.on("will-navigate", refuse);
  contents.on("will-frame-navigate", refuse);
  contents.on("will-redirect", refuse);
  contents.on("will-attach-webview", refuse);
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: "deny" };
  });
}
