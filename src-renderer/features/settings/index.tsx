import { useAction, useMember, useRead, useStudio, type OrgSettings, type StudioAbout } from "../../client/index.ts";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Select } from "../../ui/fields/select.tsx";
import { KeyValues } from "../../ui/layout/key-values.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { useTheme, type ThemeChoice } from "../../ui/shell/theme.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { t } from "./messages.ts";
import { Network } from "./network.tsx";
import { Organization } from "./organization/organization.tsx";
import { RemoveOrganization } from "./organization/remove-organization.tsx";
import { PayloadsForm } from "./payloads-form.tsx";
import { TimesForm } from "./times-form.tsx";

/** What the organization sets for itself, what concerns oneself, and what this installation is. */
export function SettingsPage() {
  const { may } = useMember();
  const { rpc } = useStudio();
  const about = useRead(rpc.studio.about.queryOptions());
  return (
    <>
      <Look />
      {may("admin") && <Organization />}
      <Times />
      <Privacy />
      <Network />
      <Panel title={t("about.title")}>
        {about.kind === "loading" && <Skeleton rows={3} />}
        {about.kind === "failed" && <ErrorState {...about.failure} />}
        {about.kind === "ready" && <About about={about.data} />}
      </Panel>
      {may("admin") && <RemoveOrganization />}
    </>
  );
}

const THEMES: readonly ThemeChoice[] = ["system", "light", "dark"];

function Look() {
  const { choice, choose } = useTheme();
  return (
    <Panel title={t("look.title")}>
      <Field label={t("look.theme")} hint={t("look.text")} isComposite className="max-w-60">
        <Select
          value={choice}
          onChange={choose}
          choices={THEMES.map((value) => ({ value, label: t(`look.${value}`) }))}
        />
      </Field>
    </Panel>
  );
}

function Times() {
  const { api, rpc } = useStudio();
  const { may } = useMember();
  const notify = useNotify();
  const settings = useRead(rpc.studio.settings.queryOptions());
  const save = useAction((next: OrgSettings) => api.studio.setSettings(next));
  return (
    <Panel title={t("times.title")} description={t("times.text")}>
      {settings.kind === "loading" && <Skeleton rows={4} />}
      {settings.kind === "failed" && <ErrorState {...settings.failure} />}
      {settings.kind === "ready" && (
        <TimesForm
          key={JSON.stringify(settings.data)}
          settings={settings.data}
          mayChange={may("admin")}
          isBusy={save.isBusy}
          problem={save.problem}
          onSave={(times) =>
            void save
              .run({ ...settings.data, ...times })
              .then(({ kind }) => kind === "done" && notify({ title: t("times.saved") }))
          }
        />
      )}
    </Panel>
  );
}

/** Who reads what went through calls. */
function Privacy() {
  const { api, rpc } = useStudio();
  const { may } = useMember();
  const notify = useNotify();
  const settings = useRead(rpc.studio.settings.queryOptions());
  const save = useAction((next: OrgSettings) => api.studio.setSettings(next));
  return (
    <Panel title={t("payloads.title")} description={t("payloads.text")}>
      {settings.kind === "loading" && <Skeleton rows={2} />}
      {settings.kind === "failed" && <ErrorState {...settings.failure} />}
      {settings.kind === "ready" && (
        <PayloadsForm
          value={settings.data.payloadsFor}
          mayChange={may("admin")}
          problem={save.problem}
          onChange={(payloadsFor) =>
            void save
              .run({ ...settings.data, payloadsFor })
              .then(({ kind }) => kind === "done" && notify({ title: t("times.saved") }))
          }
        />
      )}
    </Panel>
  );
}

function About({ about }: { readonly about: StudioAbout }) {
  const mono = (text: string) => <code className="font-mono text-xs wrap-anywhere">{text}</code>;
  return (
    <KeyValues
      items={[
        { id: "version", label: t("about.version"), value: about.version },
        { id: "agents", label: t("about.agents"), value: mono(about.agentsUrl) },
        { id: "home", label: t("about.home"), value: mono(about.home) },
        { id: "started", label: t("about.started"), value: <RelativeTime at={about.startedAt} /> },
        { id: "bridge", label: t("about.bridge"), value: mono(about.bridgeCommand.join(" ")) },
      ]}
    />
  );
}
