/** The nonce the host put into the page for style elements, or none when it did not. */
export function cspNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]");
  const nonce = meta?.nonce ?? "";
  return nonce === "" ? undefined : nonce;
}
