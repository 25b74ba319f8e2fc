/** What is taken out of results before an agent gets them, as an organization sets it and tries it. */
import { useAction, useMember, useRead, useStudio, type RedactionSettings } from "../../client/index.ts";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Counts } from "./counts.tsx";
import { t } from "./messages.ts";
import { OwnPatterns } from "./patterns/own-patterns.tsx";
import { Personal } from "./personal.tsx";
import { Rules } from "./rules.tsx";
import { TryText } from "./try/try-text.tsx";

/** Redaction: personal data, own patterns, a text to try, and what was taken out. */
export function RedactionPage() {
  const { may } = useMember();
  const { rpc } = useStudio();
  const settings = useRead(rpc.redaction.settings.queryOptions());
  return (
    <>
      <p className="text-sm text-ink-soft">{t("intro")}</p>
      {settings.kind === "loading" && <Skeleton rows={4} />}
      {settings.kind === "failed" && <ErrorState {...settings.failure} />}
      {settings.kind === "ready" && <Settings settings={settings.data} />}
      {may("operator") && <TryText />}
      {may("operator") && <Counts />}
      <Rules />
    </>
  );
}

function Settings({ settings }: { readonly settings: RedactionSettings }) {
  const { may } = useMember();
  const { api } = useStudio();
  const notify = useNotify();
  const save = useAction((next: RedactionSettings) => api.redaction.setSettings(next));
  const change = async (part: Partial<RedactionSettings>): Promise<boolean> => {
    const outcome = await save.run({ ...settings, ...part });
    if (outcome.kind === "done") notify({ title: t("saved") });
    return outcome.kind === "done";
  };
  const mayChange = may("admin");
  return (
    <>
      <Personal
        personal={settings.personal}
        mayChange={mayChange}
        problem={save.problem}
        onChange={(personal) => void change({ personal: [...personal] })}
      />
      <OwnPatterns
        patterns={settings.patterns}
        mayChange={mayChange}
        onChange={(patterns) => change({ patterns: [...patterns] })}
      />
    </>
  );
}
