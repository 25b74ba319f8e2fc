import { useRead, useStudio, type AuditStatus } from "../../../client/index.ts";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { CopyButton } from "../../../ui/text/copy-button.tsx";
import { CopyField } from "../../../ui/text/copy-field.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { Loss } from "./loss.tsx";
import { shellQuoted } from "./shell-quoted.ts";

/** How the log stands, what vouches for it, and how to check it with and without the studio. */
export function ProofPart() {
  const { rpc } = useStudio();
  const status = useRead(rpc.audit.status.queryOptions());
  const about = useRead(rpc.studio.about.queryOptions());
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">
      <div className="mx-auto flex max-w-180 flex-col gap-5">
        {status.kind === "loading" && <Skeleton rows={6} />}
        {status.kind === "failed" && <ErrorState {...status.failure} />}
        {status.kind === "ready" && (
          <>
            {status.data.loss !== null && <Loss loss={status.data.loss} entries={status.data.entries} />}
            <Panel title={t("proof.status")}>
              <KeyValues items={factsOf(status.data)} />
            </Panel>
            <AdminKey keys={status.data.adminKeys} />
            <Checkpoint status={status.data} />
            {about.kind === "ready" && <Offline home={about.data.home} adminKey={status.data.adminKeys[0]} />}
          </>
        )}
      </div>
    </div>
  );
}

function factsOf({ entries, unsigned, keySince, verifierKey, erasedBodies }: AuditStatus): readonly KeyValue[] {
  return [
    { id: "entries", label: t("proof.entries"), value: entries.toLocaleString("en") },
    {
      id: "unsigned",
      label: t("proof.unsigned"),
      value: unsigned === 0 ? t("proof.unsigned.none") : t("proof.unsigned.some", { count: unsigned }),
    },
    {
      id: "erased",
      label: t("proof.erased"),
      value: erasedBodies === 0 ? t("proof.erased.none") : t("proof.erased.some", { count: erasedBodies }),
    },
    {
      id: "key",
      label: t("proof.key"),
      value:
        verifierKey === null ? (
          t("proof.key.none")
        ) : (
          <span className="flex flex-col gap-0.5">
            <span className="flex items-start gap-1">
              <code className="min-w-0 font-mono text-xs leading-[1.6] wrap-anywhere">{verifierKey}</code>
              <CopyButton text={verifierKey} label={t("proof.key")} className="-my-1 shrink-0" />
            </span>
            {keySince !== null && (
              <span className="text-xs text-ink-faint">
                {t("proof.key.since")} <RelativeTime at={keySince} />
              </span>
            )}
          </span>
        ),
    },
  ];
}

/** What everything leads back to, for whoever checks it elsewhere. */
function AdminKey({ keys: [now, ...former] }: { readonly keys: AuditStatus["adminKeys"] }) {
  if (now === undefined) return null;
  return (
    <Panel title={t("proof.admin")} description={t("proof.admin.text")}>
      <div className="flex flex-col gap-3">
        <CopyField label={t("proof.admin")} text={now} isLabelHidden />
        {former.length > 0 && (
          <div className="flex flex-col gap-1.5">
            <p className="text-sm text-ink-soft">{t("proof.admin.former", { count: former.length })}</p>
            {former.map((key) => (
              <CopyField key={key} label={t("proof.admin.one")} text={key} isLabelHidden />
            ))}
          </div>
        )}
      </div>
    </Panel>
  );
}

function Checkpoint({ status: { checkpoint } }: { readonly status: AuditStatus }) {
  return (
    <Panel title={t("proof.checkpoint")}>
      {checkpoint === null ? (
        <p className="text-sm text-ink-soft">{t("proof.checkpoint.none")}</p>
      ) : (
        <div className="flex flex-col gap-3 text-sm">
          <p className="text-ink-soft">
            {t("proof.checkpoint.text", { size: checkpoint.size })} <RelativeTime at={checkpoint.at} />
          </p>
          <CodeBlock label={t("proof.checkpoint.note")} text={checkpoint.note} />
          <p className="text-ink-soft">{t("proof.checkpoint.keep")}</p>
        </div>
      )}
    </Panel>
  );
}

function Offline({ home, adminKey }: { readonly home: string; readonly adminKey: string | undefined }) {
  const against = adminKey === undefined ? "" : ` --key ${shellQuoted(adminKey)}`;
  return (
    <Panel title={t("proof.offline")}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-ink-soft">{t("proof.offline.text")}</p>
        <CopyField label={t("proof.offline.verify")} text={`gatehouse audit verify --home ${shellQuoted(home)}`} />
        <CopyField label={t("proof.offline.one")} text={`gatehouse audit verify --proof <file>${against}`} />
        <CopyField
          label={t("proof.offline.kept")}
          text={`gatehouse audit verify --home ${shellQuoted(home)} --anchor <file>`}
        />
      </div>
    </Panel>
  );
}
