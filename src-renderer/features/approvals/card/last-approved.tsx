import { useMemo } from "react";
import type { ApprovalCard, JsonObject } from "../../../client/index.ts";
import { DiffView } from "../../../ui/json/diff-view.tsx";
import { readableJson } from "../../../ui/json/readable-json.ts";
import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { formatMoment } from "../../../ui/time/format-time.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { inOrder } from "../../../ui/json/in-order.ts";

export type LastApprovedProps = {
  readonly last: NonNullable<ApprovalCard["lastApproved"]>;
  readonly value: JsonObject;
};

/** What differs from the last call of this tool that somebody approved. */
export function LastApproved({ last, value }: LastApprovedProps) {
  const [before, after] = useMemo(
    () => [readableJson(inOrder(last.arguments)), readableJson(inOrder(value))],
    [last.arguments, value],
  );
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-ink-soft">
        <Phrase
          parts={{ by: <GivenName text={last.by.name} /> }}
          say={(marks) => t("arguments.lastBy", { ...marks, at: formatMoment(last.at, Date.now()) })}
        />{" "}
        <a href={`#/activity/${last.callId}`} className="rounded-xs font-medium text-accent-ink hover:underline">
          {t("arguments.lastWay")}
        </a>
      </p>
      <DiffView before={before} after={after} label={t("arguments.diffLabel")} />
    </div>
  );
}
