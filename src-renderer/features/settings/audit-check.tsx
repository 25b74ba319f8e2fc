import { ShieldCheck } from "lucide-react";
import { problemNotice, type AuditVerification, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { CopyField } from "../../ui/text/copy-field.tsx";
import { t } from "./messages.ts";

export type AuditCheckProps = {
  readonly verification: AuditVerification | null;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly home: string | null;
  readonly onVerify: () => void;
};

/** Checks the whole log, and says how to do it without us. */
export function AuditCheck({ verification, isBusy, problem, home, onVerify }: AuditCheckProps) {
  return (
    <div className="flex max-w-140 flex-col items-start gap-4">
      <p className="text-sm text-ink-soft">{t("audit.text")}</p>
      <Button icon={ShieldCheck} onClick={onVerify} isBusy={isBusy}>
        {t("audit.verify")}
      </Button>
      {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
      {verification !== null && <Verdict verification={verification} />}
      {home !== null && (
        <div className="flex w-full flex-col gap-1.5">
          <p className="text-sm text-ink-soft">{t("audit.offline")}</p>
          <CopyField isLabelHidden label={t("audit.command")} text={`gatehouse audit verify --home ${quoted(home)}`} />
        </div>
      )}
    </div>
  );
}

function Verdict({ verification }: { readonly verification: AuditVerification }) {
  if (verification.kind === "broken") {
    return (
      <Banner kind="danger" title={t("audit.broken", { seq: verification.atSeq })}>
        {t("audit.brokenText", { reason: verification.reason })}
      </Banner>
    );
  }
  return (
    <Banner kind="info" icon={ShieldCheck} title={t("audit.intact", { entries: verification.entries })}>
      {t("audit.intactText", { took: verification.tookMs })}{" "}
      <code className="font-mono text-xs wrap-anywhere">{verification.head}</code>
    </Banner>
  );
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
