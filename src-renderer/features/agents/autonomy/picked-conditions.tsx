import { useRead, useStudio } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { rowsOfSchema } from "../../../ui/conditions/condition-rows.ts";
import { ConditionsEditor } from "../../../ui/conditions/conditions-editor.tsx";
import { t } from "../messages.ts";
import type { Picked, Scope } from "./use-scope.ts";

export type PickedConditionsProps = { readonly picked: Picked; readonly scope: Scope };

/** With which arguments a picked tool may run: any, until somebody says which. */
export function PickedConditions({ picked, scope }: PickedConditionsProps) {
  const { rpc } = useStudio();
  const read = useRead(rpc.tools.get.queryOptions({ input: { id: picked.tool.id } }));
  const rows = read.kind === "ready" ? rowsOfSchema(read.data.definition.inputSchema) : [];
  const state = scope.problemsOf(picked.tool);
  if (picked.rows.length === 0) {
    return (
      <Button
        size="small"
        variant="ghost"
        disabled={rows.length === 0}
        onClick={() => scope.change({ ...picked, rows })}
        className="ml-4 self-start"
      >
        {t("scope.conditions")}
      </Button>
    );
  }
  return (
    <div className="ml-6 flex flex-col gap-1">
      <ConditionsEditor
        rows={picked.rows}
        others={picked.others}
        isOthersForced={state?.hasFree === true}
        problems={state?.problems ?? new Map()}
        isAsked={scope.isAsked}
        onRows={(changed) => scope.change({ ...picked, rows: changed })}
        onOthers={(others) => scope.change({ ...picked, others })}
      />
      <Button
        size="small"
        variant="ghost"
        onClick={() => scope.change({ ...picked, rows: [], others: "any" })}
        className="self-start"
      >
        {t("scope.anyConditions")}
      </Button>
    </div>
  );
}
