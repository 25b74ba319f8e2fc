/** What was asked and what became of it: every call, the whole log, and what vouches for it. */
import { Download, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useAction, useMember, useStudio, type AuditVerification, type CallId } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { CallsPart } from "./calls/calls-part.tsx";
import { LogPart } from "./log/log-part.tsx";
import { t } from "./messages.ts";
import { ActivityNav } from "./parts-nav.tsx";
import { ProofPart } from "./proof/proof-part.tsx";
import { Verification } from "./proof/verification.tsx";
import { usePlace } from "./use-place.ts";

export type ActivityPageProps = { readonly callId: CallId | null };

/** Calls, the log and its proof, each a part of its own; who is no operator sees the calls alone. */
export function ActivityPage({ callId }: ActivityPageProps) {
  const { may } = useMember();
  const { shown, go } = usePlace(callId);
  const verify = useVerification();
  const [isExporting, setExporting] = useState(false);
  const mayAudit = may("operator");
  const part = mayAudit ? shown.part : "calls";
  return (
    <Page
      title={t("page.title")}
      actions={
        mayAudit &&
        part !== "calls" && (
          <>
            <Button size="small" icon={ShieldCheck} isBusy={verify.isBusy} onClick={verify.run}>
              {t("verify.run")}
            </Button>
            {part === "log" && (
              <Button
                size="small"
                icon={Download}
                aria-expanded={isExporting}
                onClick={() => setExporting(!isExporting)}
              >
                {t("export.open")}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <Verification verification={verify.verification} problem={verify.problem} onDismiss={verify.dismiss} />
        {mayAudit && <ActivityNav part={part} />}
        {part === "calls" && <CallsPart callId={callId} shown={shown} go={go} />}
        {part === "log" && (
          <LogPart shown={shown} go={go} isExporting={isExporting} onExportEnd={() => setExporting(false)} />
        )}
        {part === "proof" && <ProofPart />}
      </div>
    </Page>
  );
}

function useVerification() {
  const { api } = useStudio();
  const [verification, setVerification] = useState<AuditVerification | null>(null);
  const verify = useAction(async () => setVerification(await api.audit.verify()));
  return {
    verification,
    isBusy: verify.isBusy,
    problem: verify.problem,
    run: () => {
      setVerification(null);
      void verify.run();
    },
    dismiss: () => {
      setVerification(null);
      verify.reset();
    },
  };
}
