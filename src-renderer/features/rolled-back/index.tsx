import { ArchiveRestore, History, Lock } from "lucide-react";
import { useAction, useStudio, type MemberSummary, type OrgSummary, type Rollback } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { KeyValues } from "../../ui/layout/key-values.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { AcceptForm } from "./accept-form.tsx";
import { t } from "./messages.ts";

export type RolledBackProps = {
  readonly org: OrgSummary;
  readonly member: MemberSummary;
  readonly rollback: Rollback;
  readonly onRestore: () => void;
};

/** The vault is older than what the studio remembers: what that means, in numbers, and the two ways on. */
export function RolledBack({ org, member, rollback, onRestore }: RolledBackProps) {
  const { api, lock, refreshState } = useStudio();
  const accept = useAction((passphrase: string) => api.vault.acceptRollback({ passphrase }));
  const locking = useAction(lock);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-1.5" role="alert">
        <h1 className="flex items-start gap-2.5 text-xl font-semibold wrap-anywhere">
          <History size={18} className="mt-1.5 shrink-0 text-amber" aria-hidden />
          {t("title", { org: org.name })}
        </h1>
        <p className="text-base text-ink-soft">{t("text")}</p>
      </div>
      <Numbers rollback={rollback} waitingCalls={org.waitingCalls} />
      <section aria-label={t("means.title")} className="flex flex-col gap-1.5">
        <h2 className="text-base font-semibold">{t("means.title")}</h2>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-ink-soft">
          {MEANS.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      </section>
      {member.role === "admin" ? (
        <>
          <Panel title={t("restore.title")} description={t("restore.text")}>
            <Button icon={ArchiveRestore} onClick={onRestore}>
              {t("restore.button")}
            </Button>
          </Panel>
          <Panel title={t("accept.title")}>
            <AcceptForm
              isBusy={accept.isBusy}
              problem={accept.problem}
              onAccept={(passphrase) => void accept.run(passphrase).then(refreshState)}
            />
          </Panel>
        </>
      ) : (
        <Panel title={t("member.title")}>
          <p className="text-sm text-ink-soft">
            {t("member.text", { role: t(`role.${member.role}`), org: org.name, admins: adminsOf(org) })}
          </p>
        </Panel>
      )}
      <div>
        <Button icon={Lock} isBusy={locking.isBusy} onClick={() => void locking.run()}>
          {t("lock.button")}
        </Button>
      </div>
    </div>
  );
}

const MEANS = ["means.secrets", "means.keys", "means.people", "means.classes"] as const;

type NumbersProps = { readonly rollback: Rollback; readonly waitingCalls: number };

function Numbers({ rollback, waitingCalls }: NumbersProps) {
  const { knownEpoch, epoch, knownAt } = rollback;
  const at = knownAt === null ? t("numbers.atUnknown") : <RelativeTime at={knownAt} />;
  return (
    <section aria-label={t("numbers.label")}>
      <KeyValues
        look="lines"
        items={[
          { id: "known", label: t("numbers.known"), value: knownEpoch.toLocaleString("en") },
          { id: "file", label: t("numbers.file"), value: epoch.toLocaleString("en") },
          {
            id: "missing",
            label: t("numbers.missing"),
            value: t("numbers.missingCount", { count: Math.max(0, knownEpoch - epoch) }),
          },
          { id: "at", label: t("numbers.at"), value: at },
          { id: "waiting", label: t("numbers.waiting"), value: waitingCalls.toLocaleString("en") },
        ]}
      />
    </section>
  );
}

function adminsOf(org: OrgSummary): string {
  const names = org.members.filter(({ role }) => role === "admin").map(({ name }) => name);
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}
