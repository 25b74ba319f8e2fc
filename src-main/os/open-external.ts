import { shell } from "electron";

/** Longer than any address that a person would open. */
const MAX_ADDRESS_CHARS = 2_048;

/**
 * Opens an address in the person's browser: `https:` and nothing else, without a name or password in it.
 *
 * Other schemes start programs. This is the only place that opens anything.
 */
export function openExternal(address: string): void {
  const url = address.length > MAX_ADDRESS_CHARS ? null : URL.parse(address);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return;
  // Not within the handler that asked: the browser must not be able to hold the window up.
  setImmediate(() => {
    shell.openExternal(url.href).catch(() => undefined); // no browser to open it with; the page shows the address
  });
}
