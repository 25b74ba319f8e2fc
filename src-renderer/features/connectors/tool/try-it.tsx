import { Play } from "lucide-react";
import { useState } from "react";
import { problemNotice, useMember, type JsonObject, type ToolDetail } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import type { JsonValue } from "../../../ui/json/json.ts";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Tabs } from "../../../ui/layout/tabs.tsx";
import { checkValue } from "../../../ui/schema-form/check-value.ts";
import { SchemaForm } from "../../../ui/schema-form/schema-form.tsx";
import type { JsonSchema } from "../../../ui/schema-form/schema.ts";
import { t } from "../messages.ts";
import { CallProgress } from "./call-progress.tsx";
import { useTry } from "./use-try.ts";

type View = "form" | "raw";

/** Calls the tool from its page: the same gate, path and log as an agent's call. */
export function TryIt({ tool }: { readonly tool: ToolDetail }) {
  const attempt = useTry(tool);
  const { call } = attempt;
  // Coming back to a call, the form holds what was asked for.
  const [initial, setInitial] = useState<JsonObject | null>(call === null ? {} : null);
  if (initial === null && call !== null && call.kind !== "loading") {
    setInitial((call.kind === "ready" && call.data.toolId === tool.id ? call.data.proposedArguments : null) ?? {});
  }
  return (
    <Panel title={t("try.title")} description={t("try.text")}>
      {initial === null ? <Skeleton rows={2} /> : <TryForm tool={tool} attempt={attempt} initial={initial} />}
    </Panel>
  );
}

type TryFormProps = {
  readonly tool: ToolDetail;
  readonly attempt: ReturnType<typeof useTry>;
  readonly initial: JsonObject;
};

function TryForm({ tool, attempt, initial }: TryFormProps) {
  const { may } = useMember();
  const schema: JsonSchema = tool.definition.inputSchema;
  const [view, setView] = useState<View>("form");
  const [value, setValue] = useState<JsonValue>(initial);
  const [isValid, setValid] = useState(() => checkValue(schema, initial).length === 0);
  const isOff = !tool.isEnabled || !tool.isOffered;
  const reason = isOff ? t("try.offReason") : isValid ? undefined : t("try.invalid");
  const call = (): void => {
    // The form hands out objects only; the sidecar checks the arguments again.
    if (reason === undefined && !attempt.isAsking) void attempt.start(value as JsonObject);
  };
  useHotkeys(t("page.keys"), [{ keys: "mod+enter", label: t("try.call"), run: call, inFields: true }]);

  const editor = (isRaw: boolean) => (
    <SchemaForm
      schema={schema}
      value={value}
      isRaw={isRaw}
      label={t("try.arguments")}
      onChange={(next, fits) => {
        setValue(next);
        setValid(fits);
      }}
    />
  );
  return (
    <div className="flex flex-col gap-4">
      <Tabs
        look="segment"
        label={t("try.view")}
        value={view}
        onChange={setView}
        tabs={[
          { value: "form", label: t("try.form"), content: editor(false) },
          { value: "raw", label: t("try.raw"), content: editor(true) },
        ]}
      />
      {attempt.problem !== null && <Banner kind="ours" {...problemNotice(attempt.problem)} />}
      <div className="flex items-center gap-3">
        <Button
          variant="primary"
          icon={Play}
          shortcut="mod+enter"
          isBusy={attempt.isAsking}
          disabledReason={reason}
          onClick={call}
        >
          {attempt.callId === null ? t("try.call") : t("try.again")}
        </Button>
      </div>
      {attempt.call !== null && <CallProgress call={attempt.call} mayDecide={may("operator")} />}
    </div>
  );
}
