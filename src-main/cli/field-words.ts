/** What fields of a provider's configuration are called on the command line. */
const OPTIONS: readonly (readonly [path: RegExp, option: string])[] = [
  [/^\/config\/scopes\b/, "--scope"],
  [/^\/config\/client\/clientId$/, "--client-id"],
  [/^\/config\/redirect\b/, "--callback"],
  [/^\/config\/server\/resource$/, "--resource"],
  [/^\/config\/server\/issuer$/, "--issuer"],
  [/^\/config\/server\/tokenUrl$/, "--token-url"],
  [/^\/config\/server\/authorizationUrl$/, "--authorization-url"],
  [/^\/config\/server\/revocationUrl$/, "--revocation-url"],
  [/^\/config\/server\/deviceUrl$/, "--device-url"],
];

/**
 * What a field of an input is called here: its option, else its name in words; of a list, with its place.
 *
 * @param path A JSON pointer (RFC 6901), as the contract's ErrorData has it.
 */
export function fieldWords(path: string): string {
  const option = OPTIONS.find(([pattern]) => pattern.test(path));
  if (option !== undefined) return option[1];
  const steps = path.split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const at = steps.findLastIndex((step) => step !== "" && !/^\d+$/.test(step));
  const words = (steps[at] ?? "").replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const place = at === -1 ? undefined : steps[at + 1];
  return place === undefined ? words : `${words} ${Number(place) + 1}`;
}
