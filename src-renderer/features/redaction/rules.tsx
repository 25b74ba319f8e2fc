import { useRead, useStudio, type RedactionRule } from "../../client/index.ts";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { Tag } from "../../ui/risk/tag.tsx";
import { t } from "./messages.ts";

const GROUPS = ["vault", "vendor", "structure", "network", "personal", "own"] as const;

/** Every kind that is looked for, group by group. */
export function Rules() {
  const { rpc } = useStudio();
  const rules = useRead(rpc.redaction.rules.queryOptions());
  return (
    <Panel
      title={t("rules.title")}
      description={rules.kind === "ready" ? t("rules.text", { count: rules.data.length }) : undefined}
    >
      {rules.kind === "loading" && <Skeleton rows={3} />}
      {rules.kind === "failed" && <ErrorState {...rules.failure} />}
      {rules.kind === "ready" && (
        <div className="flex flex-col divide-y divide-line">
          {GROUPS.map((group) => (
            <Group key={group} group={group} rules={rules.data.filter((rule) => rule.group === group)} />
          ))}
        </div>
      )}
    </Panel>
  );
}

type GroupProps = { readonly group: RedactionRule["group"]; readonly rules: readonly RedactionRule[] };

function Group({ group, rules }: GroupProps) {
  if (rules.length === 0) return null;
  return (
    <details className="py-2 first:pt-0 last:pb-0">
      <summary className="cursor-default rounded-xs text-sm">
        {t(`group.${group}`)} <span className="text-ink-faint">{rules.length.toLocaleString("en")}</span>
      </summary>
      <ul className="mt-2 flex flex-wrap gap-1.5">
        {rules.map(({ kind }) => (
          <li key={kind}>
            <Tag isMono>{kind}</Tag>
          </li>
        ))}
      </ul>
    </details>
  );
}
