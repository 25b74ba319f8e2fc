import { useMemo } from "react";
import { useRead, useStudio, type DeskTool } from "../../../client/index.ts";
import { Combobox } from "../../../ui/fields/combobox.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import type { Choice } from "../../../ui/fields/select.tsx";
import { RiskBadge } from "../../../ui/risk/risk-badge.tsx";
import { t } from "../messages.ts";
import { classWord, isGrave, riskOf } from "../words/risk-words.ts";
import type { NewStandingState, Subject } from "./use-new-standing.ts";

export type ToolFieldProps = { readonly made: NewStandingState; readonly isAdmin: boolean };

/** Of which tool calls are allowed; what this person cannot allow stands there with the reason. */
export function ToolField({ made, isAdmin }: ToolFieldProps) {
  const { rpc } = useStudio();
  const read = useRead(rpc.tools.list.queryOptions());
  const tools = useMemo(
    () => (read.kind === "ready" ? read.data.filter(({ isEnabled, isOffered }) => isEnabled && isOffered) : []),
    [read],
  );
  return (
    <Field
      label={t("standing.tool")}
      isComposite
      error={made.isAsked && made.tool === null ? t("standing.pickTool") : undefined}
    >
      <Combobox
        value={made.tool?.id ?? null}
        onChange={(id) => made.chooseTool(tools.find((tool) => tool.id === id) ?? null)}
        placeholder={t("standing.toolPlaceholder")}
        emptyText={t("standing.toolNone")}
        choices={tools.map((tool) => toolChoice(tool, isAdmin))}
      />
    </Field>
  );
}

function toolChoice(tool: DeskTool, isAdmin: boolean): Choice<DeskTool["id"]> {
  const { risk } = tool;
  const isBarred = isGrave(risk.riskClass) && !isAdmin;
  const isDrifted = risk.source.kind === "drifted";
  return {
    value: tool.id,
    label: t("scope.pick", { tool: tool.name, connector: tool.connectorName }),
    description: isDrifted
      ? t("scope.off.drifted")
      : isBarred
        ? t("scope.off.admin", { class: classWord(risk.riskClass) })
        : undefined,
    disabled: isBarred || isDrifted,
    icon: <RiskBadge risk={riskOf(risk.riskClass)} look="icon" />,
  };
}

/** For which key, or which one session of it. */
export function SubjectField({ made }: { readonly made: NewStandingState }) {
  const { rpc } = useStudio();
  const keys = useRead(rpc.keys.list.queryOptions());
  const sessions = useRead(rpc.sessions.list.queryOptions());
  const subjects: readonly Subject[] = [
    ...(keys.kind === "ready" ? keys.data : [])
      .filter(({ state }) => state === "active")
      .map((key) => ({ kind: "key", key }) as const),
    ...(sessions.kind === "ready" ? sessions.data : [])
      .filter(({ state }) => state !== "ended")
      .map((session) => ({ kind: "session", session }) as const),
  ];
  return (
    <Field
      label={t("standing.for")}
      isComposite
      error={made.isAsked && made.subject === null ? t("standing.pickFor") : undefined}
    >
      <Combobox
        value={made.subject === null ? null : idOf(made.subject)}
        onChange={(id) => made.setSubject(subjects.find((one) => idOf(one) === id) ?? null)}
        placeholder={t("standing.forPlaceholder")}
        choices={subjects.map(subjectChoice)}
      />
    </Field>
  );
}

function idOf(subject: Subject): string {
  return subject.kind === "key" ? subject.key.id : subject.session.id;
}

function subjectChoice(subject: Subject): Choice {
  if (subject.kind === "key") {
    const { id, name } = subject.key;
    return { value: id, label: t("standing.forKey", { key: name }), description: t("standing.forKeyText") };
  }
  const { id, clientName, keyName } = subject.session;
  return {
    value: id,
    label: t("standing.forSession", { client: clientName, key: keyName }),
    description: t("standing.forSessionText"),
  };
}
