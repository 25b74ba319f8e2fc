import { cx } from "../cx.ts";
import { Field } from "../fields/field.tsx";
import { Input } from "../fields/input.tsx";
import { Select } from "../fields/select.tsx";
import { Textarea } from "../fields/textarea.tsx";
import { RevealedText, Verbatim } from "../text/verbatim.tsx";
import { kindsFor, type ConditionRow, type RowKind } from "./condition-rows.ts";
import type { Others } from "./condition.ts";
import { t } from "./messages.ts";
import type { RowProblem } from "./read-rows.ts";

export type ConditionsEditorProps = {
  readonly rows: readonly ConditionRow[];
  readonly others: Others;
  /** An argument may be missing, so that the others cannot be refused. */
  readonly isOthersForced: boolean;
  /** Shown at its row once `isAsked`. */
  readonly problems: ReadonlyMap<string, RowProblem>;
  readonly isAsked: boolean;
  /** Paths of arguments of the waiting call that do not pass. */
  readonly misfits?: ReadonlySet<string> | undefined;
  readonly onRows: (rows: readonly ConditionRow[]) => void;
  readonly onOthers: (others: Others) => void;
};

/** Says of each argument what it must be. */
export function ConditionsEditor(props: ConditionsEditorProps) {
  const { rows, problems, isAsked, misfits } = props;
  const change = (changed: ConditionRow): void =>
    props.onRows(rows.map((row) => (row.path === changed.path ? changed : row)));
  return (
    <div role="group" aria-label={t("editor.label")} className="flex flex-col">
      {rows.map((row) => (
        <RowEditor
          key={row.path}
          row={row}
          problem={isAsked ? problems.get(row.path) : undefined}
          isMisfit={misfits?.has(row.path) === true}
          onChange={change}
        />
      ))}
      <div className={cx(rowClass, "border-b-0")}>
        <span className="pt-1.5 text-sm text-ink-soft">{t("editor.others")}</span>
        {props.isOthersForced ? (
          <span className="col-span-2 pt-1.5 text-sm text-ink-soft">{t("editor.others.forced")}</span>
        ) : (
          <Select
            size="small"
            label={t("editor.others")}
            value={props.others}
            onChange={props.onOthers}
            choices={(["none", "any"] as const).map((value) => ({ value, label: t(`editor.others.${value}`) }))}
          />
        )}
      </div>
    </div>
  );
}

const rowClass =
  "grid grid-cols-[minmax(96px,160px)_180px_minmax(0,1fr)] narrow:grid-cols-[minmax(64px,110px)_156px_minmax(0,1fr)] items-start gap-x-3 gap-y-1 border-b border-line py-2";

type RowEditorProps = {
  readonly row: ConditionRow;
  readonly problem: RowProblem | undefined;
  readonly isMisfit: boolean;
  readonly onChange: (row: ConditionRow) => void;
};

function RowEditor({ row, problem, isMisfit, onChange }: RowEditorProps) {
  const name = row.names.join(".");
  return (
    <div className={rowClass}>
      <span className="min-w-0 pt-1.5 font-mono text-xs leading-[1.55] text-code-key">
        <RevealedText text={name} flow="inline" />
      </span>
      <Select
        size="small"
        label={t("editor.test", { path: name })}
        value={row.kind}
        onChange={(kind) => onChange(withKind(row, kind))}
        choices={kindsFor(row.type).map((kind) => ({ value: kind, label: kindWord(kind, row) }))}
      />
      <div className="flex min-w-0 flex-col gap-1">
        <ValueField row={row} name={name} error={problem && t(`problem.${problem}`)} onChange={onChange} />
        {isMisfit && (
          <p role="status" className="text-xs text-amber">
            {t("editor.misfit")}
          </p>
        )}
      </div>
    </div>
  );
}

function kindWord(kind: RowKind, { type }: ConditionRow): string {
  return kind === "present" ? t(`kind.present.${type}`) : t(`kind.${kind}`);
}

/** What is typed next starts from the value that the call has. */
function withKind(row: ConditionRow, kind: RowKind): ConditionRow {
  const isFromCall = row.value !== undefined;
  const own = typeof row.value === "string" ? row.value : isFromCall ? JSON.stringify(row.value) : row.text;
  if (kind === "range" && isFromCall && row.min === "" && row.max === "") return { ...row, kind, max: own };
  return { ...row, kind, text: row.text === "" || (isFromCall && kind !== row.kind) ? own : row.text };
}

type ValueFieldProps = {
  readonly row: ConditionRow;
  readonly name: string;
  readonly error: string | undefined;
  readonly onChange: (row: ConditionRow) => void;
};

function ValueField({ row, name, error, onChange }: ValueFieldProps) {
  switch (row.kind) {
    case "present":
    case "free":
      return null;
    case "range":
      return <RangeFields row={row} name={name} error={error} onChange={onChange} />;
    case "equals":
      if (row.value !== undefined) return <OwnValue row={row} />;
      return <TextField row={row} name={name} error={error} onChange={onChange} />;
    case "prefix":
    case "glob":
      return <TextField row={row} name={name} error={error} onChange={onChange} />;
    case "one-of":
      return (
        <Field label={t("editor.values", { path: name })} isLabelHidden error={error} hint={t("editor.lines")}>
          <Textarea isMono rows={2} value={row.text} onChange={(text) => onChange({ ...row, text })} />
        </Field>
      );
  }
}

function OwnValue({ row }: { readonly row: ConditionRow }) {
  return (
    <Verbatim
      text={row.text}
      fold={{ maxChars: 160, maxLines: 3 }}
      className="pt-1.5 font-mono text-xs leading-[1.55] text-ink"
    />
  );
}

function TextField({ row, name, error, onChange }: ValueFieldProps) {
  return (
    <Field
      label={t("editor.value", { path: name })}
      isLabelHidden
      error={error}
      hint={row.kind === "glob" ? t("editor.glob") : undefined}
    >
      <Input isMono className="h-7" value={row.text} onChange={(text) => onChange({ ...row, text })} />
    </Field>
  );
}

function RangeFields({ row, name, error, onChange }: ValueFieldProps) {
  return (
    <div className="flex items-start gap-2">
      <Field label={t("editor.min", { path: name })} isLabelHidden error={error} className="w-28">
        <Input
          isMono
          className="h-7"
          inputMode="decimal"
          value={row.min}
          onChange={(min) => onChange({ ...row, min })}
        />
      </Field>
      <span className="pt-1 text-sm text-ink-soft">{t("editor.and")}</span>
      <Field label={t("editor.max", { path: name })} isLabelHidden className="w-28">
        <Input
          isMono
          className="h-7"
          inputMode="decimal"
          value={row.max}
          onChange={(max) => onChange({ ...row, max })}
        />
      </Field>
    </div>
  );
}
