import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useAction, useMember, useRead, useStudio, type OrgRemoval } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { t } from "../messages.ts";
import { RemoveForm } from "./remove-form.tsx";

/** The end of an organization: what it means in numbers, then its name and a passphrase. */
export function RemoveOrganization() {
  const { org } = useMember();
  const { rpc, removeOrg } = useStudio();
  const [isAsking, setAsking] = useState(false);
  const preview = useRead({ ...rpc.orgs.removalPreview.queryOptions(), enabled: isAsking, staleTime: 0 });
  const notify = useNotify();
  const remove = useAction(async (name: string, passphrase: string) => {
    await removeOrg({ name, passphrase });
    notify({ title: t("remove.done", { name }) });
  });
  return (
    <Panel title={t("remove.title")}>
      <div className="flex max-w-140 flex-col items-start gap-4">
        <p className="text-sm text-ink-soft">{t("remove.text")}</p>
        {!isAsking && (
          <Button icon={Trash2} onClick={() => setAsking(true)}>
            {t("remove.start")}
          </Button>
        )}
        {isAsking && preview.kind === "loading" && <Skeleton rows={3} />}
        {isAsking && preview.kind === "failed" && <ErrorState {...preview.failure} />}
        {isAsking && preview.kind === "ready" && (
          <>
            <Numbers removal={preview.data} />
            {preview.data.secrets > 0 && <p className="text-sm text-ink-soft">{t("remove.tokens")}</p>}
            <RemoveForm
              orgName={org.name}
              isBusy={remove.isBusy}
              problem={remove.problem}
              onRemove={(name, passphrase) => void remove.run(name, passphrase)}
              onCancel={() => {
                remove.reset();
                setAsking(false);
              }}
            />
          </>
        )}
      </div>
    </Panel>
  );
}

function Numbers({ removal }: { readonly removal: OrgRemoval }) {
  const count = (number: number) => number.toLocaleString("en");
  return (
    <section aria-label={t("remove.numbers")} className="w-full">
      <KeyValues
        look="lines"
        items={[
          { id: "members", label: t("remove.members"), value: count(removal.members) },
          { id: "connectors", label: t("remove.connectors"), value: count(removal.connectors) },
          { id: "secrets", label: t("remove.secrets"), value: count(removal.secrets) },
          { id: "keys", label: t("remove.keys"), value: count(removal.keys) },
          { id: "waiting", label: t("remove.waiting"), value: count(removal.waitingCalls) },
          {
            id: "backups",
            label: t("remove.backups"),
            value: t("remove.backupsText", { count: removal.backups }),
          },
        ]}
      />
    </section>
  );
}
