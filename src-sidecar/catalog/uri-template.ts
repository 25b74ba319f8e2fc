/** Everything but what separates the parts of a URI; what a plain `{name}` of a template stands for. */
const SEPARATORS = new Set(["/", "?", "#"]);

/** A piece of a template: text that stands as it is, or a place for others'. */
type Piece = { readonly kind: "text"; readonly text: string } | { readonly kind: "place"; readonly isPart: boolean };

/** Whether a URI could have been made from a template. */
export type UriMatcher = (uri: string) => boolean;

/**
 * Reads a template once, so that many URIs can be held against it. It takes time in proportion to the URI and to the template whatever
 * stands in them, and says yes rather too often than too seldom: the server has the last word.
 *
 * @returns null for a template whose braces do not match.
 * @see RFC 6570
 */
export function uriMatcher(template: string): UriMatcher | null {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: whole, 1: expression = "", index } of template.matchAll(/\{([^{}]*)\}/g)) {
    if (index > at) pieces.push({ kind: "text", text: template.slice(at, index) });
    // An operator or a list can bring separators of its own.
    pieces.push({ kind: "place", isPart: /^[\w.%]+(:\d+)?$/.test(expression) });
    at = index + whole.length;
  }
  if (at < template.length) pieces.push({ kind: "text", text: template.slice(at) });
  const isMended = pieces.some((piece) => piece.kind === "text" && /[{}]/.test(piece.text));
  return isMended ? null : (uri) => matches(pieces, uri);
}

function matches(pieces: readonly Piece[], uri: string): boolean {
  // Every place that the pieces so far may have ended at.
  let ends = new Uint8Array(uri.length + 1);
  ends[0] = 1;
  for (const piece of pieces) {
    const next = new Uint8Array(uri.length + 1);
    if (piece.kind === "text") passText(piece.text, uri, ends, next);
    else passPlace(piece.isPart, uri, ends, next);
    if (!next.includes(1)) return false;
    ends = next;
  }
  return ends[uri.length] === 1;
}

function passText(text: string, uri: string, ends: Uint8Array, next: Uint8Array): void {
  for (let at = ends.indexOf(1); at !== -1; at = ends.indexOf(1, at + 1))
    if (uri.startsWith(text, at)) next[at + text.length] = 1;
}

/** A plain name stands for at least one character and for no separator; any other expression for whatever there is, or nothing. */
function passPlace(isPart: boolean, uri: string, ends: Uint8Array, next: Uint8Array): void {
  let isOpen = false;
  for (let at = 0; at <= uri.length; at++) {
    if (isPart && at > 0 && SEPARATORS.has(uri.charAt(at - 1))) isOpen = false;
    if (isPart && isOpen) next[at] = 1;
    if (ends[at] === 1) isOpen = true;
    if (!isPart && isOpen) next[at] = 1;
  }
}
