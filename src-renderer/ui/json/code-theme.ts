import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Extension } from "@codemirror/state";
import { cspNonce } from "../csp-nonce.ts";

// Roles, not colours: the editor follows the mode of the window without being rebuilt.
const chrome = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": {
    backgroundColor: "var(--sunken)",
    color: "var(--ink-faint)",
    border: "none",
    borderRight: "1px solid var(--line)",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 10px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-tint)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--pressed)" },
  ".cm-specialChar": { color: "var(--violet)", backgroundColor: "var(--violet-tint)", borderRadius: "3px" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    color: "var(--ink)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--amber)" },
  ".cm-lint-marker-error": {
    content: "none",
    backgroundColor: "var(--amber)",
    borderRadius: "50%",
    width: "8px",
    height: "8px",
  },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--amber)" },
});

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-key)" },
  { tag: tags.string, color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--ink-faint)" },
]);

/** How every editor of the studio looks; its style element carries the nonce of the page. */
export function codeTheme(): Extension {
  const nonce = cspNonce();
  return [chrome, syntaxHighlighting(highlight), ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)])];
}
