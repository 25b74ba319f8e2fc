import { useAction, useMember, useRead, useStudio, type OrgSettings } from "../../client/index.ts";
import { ErrorState } from "../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { ClientForm } from "./client-form.tsx";
import { HostsForm } from "./hosts-form.tsx";
import { t } from "./messages.ts";

/** Which hosts inside may be reached, and by what servers know Gatehouse. */
export function Network() {
  const { rpc } = useStudio();
  const { may } = useMember();
  const settings = useRead(rpc.studio.settings.queryOptions());
  return (
    <>
      <Panel title={t("hosts.title")} description={t("hosts.text")}>
        {settings.kind === "loading" && <Skeleton rows={2} />}
        {settings.kind === "failed" && <ErrorState {...settings.failure} />}
        {settings.kind === "ready" && <Hosts settings={settings.data} />}
      </Panel>
      {settings.kind === "ready" && may("admin") && (
        <Panel title={t("client.title")} description={t("client.text")}>
          <Client key={settings.data.clientMetadataUrl} settings={settings.data} />
        </Panel>
      )}
    </>
  );
}

type PartProps = { readonly settings: OrgSettings };

function useSave(settings: OrgSettings) {
  const { api } = useStudio();
  return useAction((part: Partial<OrgSettings>) => api.studio.setSettings({ ...settings, ...part }));
}

function Hosts({ settings }: PartProps) {
  const { may } = useMember();
  const notify = useNotify();
  const save = useSave(settings);
  const { allowedHosts: hosts } = settings;
  const put = async (next: readonly string[], title: string): Promise<boolean> => {
    const { kind } = await save.run({ allowedHosts: [...next] });
    if (kind === "done") notify({ title });
    return kind === "done";
  };
  return (
    <HostsForm
      hosts={hosts}
      mayChange={may("admin")}
      isBusy={save.isBusy}
      problem={save.problem}
      onAdd={(host) => put([...hosts, host], t("hosts.added", { host }))}
      onRemove={(host) =>
        void put(
          hosts.filter((one) => one !== host),
          t("hosts.removed", { host }),
        )
      }
    />
  );
}

function Client({ settings }: PartProps) {
  const notify = useNotify();
  const save = useSave(settings);
  return (
    <ClientForm
      url={settings.clientMetadataUrl}
      isBusy={save.isBusy}
      problem={save.problem}
      onSave={(clientMetadataUrl) =>
        void save.run({ clientMetadataUrl }).then(({ kind }) => kind === "done" && notify({ title: t("times.saved") }))
      }
    />
  );
}
