import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { RotateCcw } from "lucide-react";
import type { ApprovalCard } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { DiffView } from "../../../ui/json/diff-view.tsx";
import type { JsonValue } from "../../../ui/json/json.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { SchemaForm } from "../../../ui/schema-form/schema-form.tsx";
import { inOrder } from "../../../ui/json/in-order.ts";
import { Warnings } from "../card/warnings.tsx";
import { t } from "../messages.ts";
import { isObject, type Checked, type Draft } from "./draft.ts";
import { EditProblems } from "./edit-problems.tsx";

type View = "form" | "raw";
/** Where typing begins: the first field of the form, or the text of the editor. */
const FIELDS = "input, textarea, [role=combobox], [contenteditable=true]";

export type EditArgumentsProps = {
  readonly card: ApprovalCard;
  readonly draft: Draft;
  readonly isChanged: boolean;
  readonly checked: Checked;
  readonly onChange: (value: JsonValue, fitsHere: boolean) => void;
  /** Another view of the same value is shown from now on. */
  readonly onViewChange: () => void;
  readonly onReset: () => void;
};

/** The arguments in a form and as JSON over one value, and below always what that changes. */
export function EditArguments(props: EditArgumentsProps) {
  const { card, draft, isChanged, checked } = props;
  const [view, setView] = useState<View>("form");
  // A new start puts the same value into fresh editors, which keep texts of their own.
  const [start, setStart] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>(FIELDS)?.focus(), []);
  const editor = (isRaw: boolean) => (
    <SchemaForm
      key={start}
      label={t("arguments.label")}
      schema={card.tool.definition.inputSchema}
      value={draft.value}
      isRaw={isRaw}
      onChange={props.onChange}
    />
  );
  return (
    <div ref={place} className="flex flex-col gap-5">
      <Tabs
        label={t("edit.views")}
        look="segment"
        value={view}
        onChange={(next) => {
          setView(next);
          props.onViewChange();
        }}
        heading={<h3 className="text-sm font-semibold">{t("edit.title")}</h3>}
        trailing={
          isChanged && (
            <Button
              size="small"
              variant="ghost"
              icon={RotateCcw}
              onClick={() => {
                props.onReset();
                setStart(start + 1);
              }}
            >
              {t("edit.reset")}
            </Button>
          )
        }
        tabs={[
          { value: "form", label: t("arguments.form"), content: editor(false) },
          { value: "raw", label: t("arguments.raw"), content: editor(true) },
        ]}
      />
      {!isObject(draft.value) && <EditProblems problems={[{ path: "", message: t("edit.notObject") }]} />}
      {isChanged && checked.kind === "does-not-fit" && <EditProblems problems={checked.problems} />}
      <Changes card={card} after={draft.value} isChanged={isChanged} />
      {isChanged && checked.kind === "fits" && (
        <Warnings
          warnings={checked.warnings}
          tool={{ connectorId: card.connector.id, toolId: card.tool.id }}
          lead={t("edit.warnings")}
        />
      )}
    </div>
  );
}

type ChangesProps = { readonly card: ApprovalCard; readonly after: JsonValue; readonly isChanged: boolean };

/** The edited arguments against what was asked for, and against the last call of this tool that was approved. */
function Changes({ card, after, isChanged }: ChangesProps) {
  const [against, setAgainst] = useState<"asked" | "last">("asked");
  const { lastApproved } = card;
  const shown = useDeferredValue(after);
  const asked = <Difference before={card.arguments} after={shown} isSame={!isChanged} />;
  return (
    <section aria-label={t("edit.changes")} className="flex flex-col gap-2 border-t border-line pt-4">
      {lastApproved === null ? (
        <>
          <h3 className="text-sm font-semibold">{t("edit.changes")}</h3>
          {asked}
        </>
      ) : (
        <Tabs
          label={t("edit.compare")}
          look="segment"
          value={against}
          onChange={setAgainst}
          heading={<h3 className="text-sm font-semibold">{t("edit.changes")}</h3>}
          tabs={[
            { value: "asked", label: t("edit.compare.asked"), content: asked },
            {
              value: "last",
              label: t("edit.compare.last"),
              content: <Difference before={lastApproved.arguments} after={shown} isSame={false} />,
            },
          ]}
        />
      )}
    </section>
  );
}

type DifferenceProps = { readonly before: JsonValue; readonly after: JsonValue; readonly isSame: boolean };

function Difference({ before, after, isSame }: DifferenceProps) {
  const old = useMemo(() => readableJson(inOrder(before)), [before]);
  const now = useMemo(() => readableJson(inOrder(after)), [after]);
  if (isSame) return <p className="text-sm text-ink-soft">{t("edit.same")}</p>;
  return <DiffView before={old} after={now} label={t("edit.changesLabel")} />;
}
