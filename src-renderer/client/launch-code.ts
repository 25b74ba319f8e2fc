const CODE_PARAMETER = "k";

/** Takes the launch code out of the window's address, so that neither history nor a copied address keeps it. */
export function takeLaunchCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get(CODE_PARAMETER);
  if (code !== null) history.replaceState(null, "", location.pathname);
  return code;
}
