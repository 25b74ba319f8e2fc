import { ArchiveRestore } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { BackupFacts } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";

export type FoundBackupProps = {
  readonly facts: BackupFacts;
  readonly isBusy: boolean;
  readonly onRestore: () => void;
};

/** What a backup file says of itself, and the button that restores it, or why there is none. */
export function FoundBackup({ facts, isBusy, onRestore }: FoundBackupProps) {
  const [mayReplace, setMayReplace] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-label={t("restore.facts")} className="flex flex-col gap-4 border-t border-line pt-5">
      <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
        {t("restore.facts")}
      </h2>
      <Facts facts={facts} />
      {facts.problem !== null && (
        <Banner kind="ours" title={t("restore.problem")}>
          {t("restore.problemText", { reason: facts.problem })}
        </Banner>
      )}
      {facts.problem === null && facts.isHere && (
        <>
          <Banner kind="warn" title={t("restore.isHere", { org: facts.orgName })}>
            {t("restore.isHereText")}
          </Banner>
          <Checkbox checked={mayReplace} onChange={setMayReplace} label={t("restore.replace")} />
        </>
      )}
      {facts.problem === null && (
        <div>
          <Button
            variant={facts.isHere ? "danger" : "primary"}
            icon={ArchiveRestore}
            disabled={facts.isHere && !mayReplace}
            isBusy={isBusy}
            onClick={onRestore}
          >
            {t("restore.submit", { org: facts.orgName })}
          </Button>
        </div>
      )}
    </section>
  );
}

function Facts({ facts }: { readonly facts: BackupFacts }) {
  return (
    <KeyValues
      items={[
        { id: "org", label: t("restore.org"), value: <span className="wrap-anywhere">{facts.orgName}</span> },
        { id: "at", label: t("restore.at"), value: <RelativeTime at={facts.at} /> },
        { id: "size", label: t("restore.size"), value: t("restore.bytes", { bytes: facts.bytes }) },
        { id: "epoch", label: t("restore.epoch"), value: facts.epoch.toLocaleString("en") },
        { id: "log", label: t("restore.log"), value: t("restore.entries", { count: facts.auditEntries }) },
      ]}
    />
  );
}
