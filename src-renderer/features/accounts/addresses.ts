/** An address of somebody else's, as a person has to see it before it is opened. */
export type SeenAddress =
  | { readonly kind: "web"; readonly href: string; readonly host: string }
  /** Nothing that this window opens. */
  | { readonly kind: "unsafe" };

/**
 * Reads the address of a sign-in. The host is the parser's, in its ASCII form, so that a look-alike shows as what it is; what carries a
 * name and password before the host, or is no web address, is not opened.
 */
export function seenAddress(text: string): SeenAddress {
  if (!URL.canParse(text)) return { kind: "unsafe" };
  const { protocol, username, password, host, href } = new URL(text);
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && username === "" && password === "" && host !== "" ? { kind: "web", href, host } : { kind: "unsafe" };
}

/** Opens an address in the person's browser, or in the system's where the window is no browser's. Only ever on a press. */
export function openAddress(text: string): void {
  const address = seenAddress(text);
  if (address.kind === "web") window.open(address.href, "_blank", "noopener");
}

/** The host of an address that may be none. */
export function hostOf(text: string): string {
  return URL.canParse(text) ? new URL(text).host : text;
}
