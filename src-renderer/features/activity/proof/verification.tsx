import { ShieldCheck } from "lucide-react";
import { problemNotice, type AuditVerification, type Problem } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { t } from "../messages.ts";
import { tookWords } from "../words/durations.ts";

export type VerificationProps = {
  readonly verification: AuditVerification | null;
  readonly problem: Problem | null;
  readonly onDismiss: () => void;
};

/** What a check of the whole log found. */
export function Verification({ verification, problem, onDismiss }: VerificationProps) {
  if (problem !== null) return <Banner kind="ours" shape="bar" {...problemNotice(problem)} onDismiss={onDismiss} />;
  if (verification === null) return null;
  if (verification.kind === "broken") {
    const { atSeq, reason, entries } = verification;
    return (
      <Banner kind="danger" shape="bar" title={t("verify.broken", { seq: atSeq })} onDismiss={onDismiss}>
        {t("verify.broken.text", { reason, entries })}
      </Banner>
    );
  }
  const { entries, tookMs, root, signed, checkpoints } = verification;
  return (
    <Banner
      kind="info"
      shape="bar"
      icon={ShieldCheck}
      title={t("verify.intact", { entries, took: tookWords(tookMs) })}
      onDismiss={onDismiss}
    >
      <span className="block">{t("verify.signed", { signed, checkpoints, rest: entries - signed })}</span>
      {t("verify.root")} <code className="font-mono text-xs wrap-anywhere">{root}</code>
    </Banner>
  );
}
