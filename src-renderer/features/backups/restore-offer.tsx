import { useState } from "react";
import { problemNotice, useMember, type BackupFacts } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { KeyValues } from "../../ui/layout/key-values.tsx";
import { ConfirmDialog } from "../../ui/overlay/confirm-dialog.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { t } from "./messages.ts";
import { sizeWords } from "./sizes.ts";
import { useBackupActions, useEpoch } from "./use-backups.ts";

/** What is in a backup, what restoring it means, and the button that does it. */
export function RestoreOffer({ facts }: { readonly facts: BackupFacts }) {
  const { restore } = useBackupActions();
  const [isAsking, setAsking] = useState(false);
  const consequence = useConsequence(facts);
  const { orgName, path, isHere, problem } = facts;
  const confirm = async (): Promise<void> => {
    const outcome = await restore.run(path, isHere);
    if (outcome.kind === "failed") setAsking(false);
  };
  return (
    <div className="flex flex-col gap-3">
      <Facts facts={facts} />
      {restore.problem !== null && <Banner kind="ours" {...problemNotice(restore.problem)} />}
      {problem === null ? (
        <>
          <p className="text-sm">{consequence}</p>
          <div>
            <Button variant={isHere ? "danger" : "primary"} onClick={() => setAsking(true)}>
              {isHere ? t("restore.replace", { org: orgName }) : t("restore.add", { org: orgName })}
            </Button>
          </div>
        </>
      ) : (
        <Banner kind="ours" title={t("restore.unusable")}>
          {problem}
        </Banner>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title={isHere ? t("restore.replaceTitle", { org: orgName }) : t("restore.addTitle", { org: orgName })}
        consequence={consequence}
        confirmLabel={t("restore.confirm")}
        variant={isHere ? "danger" : "primary"}
        isBusy={restore.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </div>
  );
}

function Facts({ facts }: { readonly facts: BackupFacts }) {
  return (
    <KeyValues
      items={[
        { id: "org", label: t("facts.org"), value: facts.orgName },
        { id: "at", label: t("facts.at"), value: <RelativeTime at={facts.at} /> },
        { id: "size", label: t("facts.size"), value: sizeWords(facts.bytes) },
        { id: "epoch", label: t("facts.epoch"), value: t("facts.changes", { count: facts.epoch }) },
        { id: "log", label: t("facts.log"), value: t("facts.entries", { count: facts.auditEntries }) },
        { id: "path", label: t("facts.path"), value: <code className="font-mono text-xs">{facts.path}</code> },
      ]}
    />
  );
}

/** What restoring means, in numbers where this studio has them. */
function useConsequence({ orgId, orgName, epoch, isHere }: BackupFacts): string {
  const { org } = useMember();
  const now = useEpoch();
  if (!isHere) return t("restore.addText", { org: orgName });
  if (org.id !== orgId || now === null) return t("restore.replaceText", { org: orgName });
  return epoch < now
    ? t("restore.olderText", { org: orgName, count: now - epoch })
    : t("restore.sameText", { org: orgName });
}
