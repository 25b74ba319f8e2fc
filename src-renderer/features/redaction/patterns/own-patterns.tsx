import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { OwnPattern } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { PatternForm } from "./pattern-form.tsx";

export type OwnPatternsProps = {
  readonly patterns: readonly OwnPattern[];
  readonly mayChange: boolean;
  /** Whether it was saved. */
  readonly onChange: (patterns: readonly OwnPattern[]) => Promise<boolean>;
};

const EMPTY: OwnPattern = { name: "", pattern: "", isCaseSensitive: true };

/** The organization's own patterns, and the form that adds or changes one. */
export function OwnPatterns({ patterns, mayChange, onChange }: OwnPatternsProps) {
  // The pattern that is changed, by its name; an empty name: a new one.
  const [editing, setEditing] = useState<OwnPattern | null>(null);
  const save = async (next: OwnPattern): Promise<void> => {
    const isNew = editing?.name === "";
    const changed = isNew ? [...patterns, next] : patterns.map((one) => (one.name === editing?.name ? next : one));
    if (await onChange(changed)) setEditing(null);
  };
  return (
    <Panel
      title={t("own.title")}
      description={t("own.text")}
      actions={
        mayChange &&
        editing === null && (
          <Button size="small" icon={Plus} onClick={() => setEditing(EMPTY)}>
            {t("own.add")}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {patterns.length === 0 && editing === null && <p className="text-sm text-ink-soft">{t("own.none")}</p>}
        {patterns.length > 0 && (
          <ul aria-label={t("own.label")} className="flex flex-col divide-y divide-line">
            {patterns.map((one) => (
              <Row
                key={one.name}
                pattern={one}
                onEdit={mayChange ? () => setEditing(one) : undefined}
                onRemove={mayChange ? () => void onChange(patterns.filter((other) => other !== one)) : undefined}
              />
            ))}
          </ul>
        )}
        {editing !== null && (
          <PatternForm
            key={editing.name}
            initial={editing}
            taken={patterns.filter(({ name }) => name !== editing.name).map(({ name }) => name)}
            onSave={save}
            onCancel={() => setEditing(null)}
          />
        )}
      </div>
    </Panel>
  );
}

type RowProps = {
  readonly pattern: OwnPattern;
  readonly onEdit: (() => void) | undefined;
  readonly onRemove: (() => void) | undefined;
};

function Row({ pattern: { name, pattern, isCaseSensitive }, onEdit, onRemove }: RowProps) {
  return (
    <li className="flex items-start gap-3 py-2 first:pt-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm font-medium">
          {name}
          {isCaseSensitive && <span className="text-xs font-normal text-ink-faint">{t("own.case")}</span>}
        </p>
        <Verbatim text={pattern} flow="inline" className="font-mono text-xs leading-[1.6] text-ink-soft" />
      </div>
      {onEdit !== undefined && (
        <IconButton icon={Pencil} size="small" label={t("own.edit", { name })} onClick={onEdit} />
      )}
      {onRemove !== undefined && (
        <IconButton icon={Trash2} size="small" label={t("own.remove", { name })} onClick={onRemove} />
      )}
    </li>
  );
}
