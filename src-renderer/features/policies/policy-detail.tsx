import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useMember, type ConnectorSummary, type PolicyBody, type PolicySummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { ConfirmDialog } from "../../ui/overlay/confirm-dialog.tsx";
import { t } from "./messages.ts";
import { PolicyForm } from "./policy-form.tsx";
import { usePolicyActions } from "./use-policies.ts";

export type PolicyDetailProps = {
  readonly policy: PolicySummary;
  readonly connectors: readonly ConnectorSummary[];
  readonly onRemoved: () => void;
};

/** One policy, to read and to change, with the keys that embody it. */
export function PolicyDetail({ policy, connectors, onRemoved }: PolicyDetailProps) {
  const { may } = useMember();
  const notify = useNotify();
  const { update } = usePolicyActions();
  const save = async (body: PolicyBody): Promise<void> => {
    const outcome = await update.run(policy.id, body);
    if (outcome.kind === "done") notify({ title: t("form.saved", { name: outcome.value.name }) });
  };
  return (
    <article aria-label={policy.name} className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex max-w-180 flex-col gap-5">
        <header className="flex items-center gap-3">
          <h2 className="min-w-0 flex-1 text-lg font-semibold wrap-anywhere">{policy.name}</h2>
          {may("admin") && <RemoveButton policy={policy} onRemoved={onRemoved} />}
        </header>
        <PolicyForm
          title={policy.name}
          initial={bodyOf(policy)}
          connectors={connectors}
          submitLabel={t("form.save")}
          mayChange={may("admin")}
          isBusy={update.isBusy}
          problem={update.problem}
          onSubmit={(body) => void save(body)}
        />
        <Keys policy={policy} />
      </div>
    </article>
  );
}

function bodyOf({ name, trustLevel, nameForm, grants }: PolicySummary): PolicyBody {
  return { name, trustLevel, nameForm, grants };
}

function Keys({ policy }: { readonly policy: PolicySummary }) {
  const { may } = useMember();
  return (
    <Panel
      title={t("keys.title")}
      actions={
        may("admin") && (
          <a
            href="#/agents/keys/new"
            className="inline-flex items-center gap-1 rounded-xs text-sm font-medium text-accent-ink hover:underline"
          >
            <Plus size={14} aria-hidden />
            {t("keys.new")}
          </a>
        )
      }
    >
      {policy.keys.length === 0 ? (
        <p className="text-sm text-ink-soft">{t("keys.none")}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {policy.keys.map(({ id, name }) => (
            <li key={id}>
              <a href={`#/agents/keys/${id}`} className="rounded-xs text-sm text-accent-ink hover:underline">
                {name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RemoveButton({ policy, onRemoved }: Pick<PolicyDetailProps, "policy" | "onRemoved">) {
  const notify = useNotify();
  const { remove } = usePolicyActions();
  const [isAsking, setAsking] = useState(false);
  const { name } = policy;
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run(policy.id);
    setAsking(false);
    if (outcome.kind === "failed")
      return void notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    notify({ title: t("remove.done", { name, keys: outcome.value.keys }) });
    onRemoved();
  };
  return (
    <>
      <Button size="small" icon={Trash2} onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("remove.title", { name })}
        consequence={t("remove.text", { keys: policy.keys.length })}
        confirmLabel={t("remove")}
        isBusy={remove.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
