import { minimalSetup } from "codemirror";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { lintGutter, linter, type Diagnostic } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { CircleAlert } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { codeTheme } from "./code-theme.ts";
import { parseJson, type ParsedJson } from "./parse-json.ts";

export type JsonEditorProps = {
  /** Accessible name. */
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly isReadOnly?: boolean | undefined;
  /** A reason from outside, such as the tool's schema; syntax is checked here. */
  readonly error?: string | undefined;
  readonly className?: string | undefined;
};

/** JSON as text, checked as it is typed. Unseen characters are shown. Escape leaves the editor, so that Tab is never a trap. */
export function JsonEditor({ label, text, onChange, isReadOnly = false, error, className }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const firstText = useRef(text);
  const errorId = useId();
  const parsed = parseJson(text);
  const reason = parsed.kind === "invalid" ? invalidWords(parsed) : error;

  useEffect(() => {
    if (host.current === null) return undefined;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: firstText.current,
        extensions: [...extensions((next) => changed.current(next)), attributes.of([])],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []); // the text that follows is brought in below, without losing the cursor

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.reconfigure(describe({ label, errorId, isReadOnly, isInvalid: reason !== undefined })),
    });
  }, [label, errorId, isReadOnly, reason]);

  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <div
        ref={host}
        className={cx(
          "max-h-[50vh] min-h-24 overflow-auto rounded-md border bg-surface focus-within:outline-1 focus-within:outline-focus",
          reason === undefined ? "border-field-line focus-within:border-focus" : "border-amber",
        )}
      />
      <p
        id={errorId}
        role="status"
        className={cx("flex items-start gap-1.5 text-xs text-amber", reason === undefined && "hidden")}
      >
        <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
        <span className="min-w-0 wrap-anywhere">{reason}</span>
      </p>
    </div>
  );
}

function invalidWords({ line, column }: ParsedJson & { readonly kind: "invalid" }): string {
  return t("json.invalid", { line, column });
}

const attributes = new Compartment();

type Description = {
  readonly label: string;
  readonly errorId: string;
  readonly isReadOnly: boolean;
  readonly isInvalid: boolean;
};

function describe({ label, errorId, isReadOnly, isInvalid }: Description): Extension {
  return [
    EditorState.readOnly.of(isReadOnly),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-invalid": String(isInvalid),
      "aria-describedby": errorId,
      "aria-readonly": String(isReadOnly),
    }),
  ];
}

function extensions(onText: (text: string) => void): readonly Extension[] {
  return [
    minimalSetup,
    lineNumbers(),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    json(),
    linter(syntaxProblems, { delay: 250 }),
    lintGutter(),
    EditorView.lineWrapping,
    keymap.of([{ key: "Escape", run: (view) => (view.contentDOM.blur(), true) }]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(update.state.doc.toString());
    }),
    codeTheme(),
  ];
}

function syntaxProblems(view: EditorView): readonly Diagnostic[] {
  const text = view.state.doc.toString();
  const parsed = parseJson(text);
  if (parsed.kind === "value") return [];
  const at = Math.min(parsed.at, text.length);
  return [{ from: at, to: Math.min(at + 1, text.length), severity: "error", message: invalidWords(parsed) }];
}
