/** What was asked and what became of it: every call, and every change that people made. */
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useAction, useMember, useStudio, type AuditVerification, type CallId } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { AdminPart } from "./admin/admin-part.tsx";
import { CallsPart } from "./calls/calls-part.tsx";
import { t } from "./messages.ts";
import { PartsNav } from "./parts-nav.tsx";
import { usePlace } from "./use-place.ts";
import { Verification } from "./verification.tsx";

export type ActivityPageProps = { readonly callId: CallId | null };

/** Calls and admin changes, each in a list of its own; who is no operator sees the calls alone. */
export function ActivityPage({ callId }: ActivityPageProps) {
  const { may } = useMember();
  const { shown, go } = usePlace(callId);
  const verify = useVerification();
  const mayAudit = may("operator");
  const part = mayAudit ? shown.part : "calls";
  return (
    <Page
      title={t("page.title")}
      actions={
        mayAudit && (
          <Button size="small" icon={ShieldCheck} isBusy={verify.isBusy} onClick={verify.run}>
            {t("verify.run")}
          </Button>
        )
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <Verification verification={verify.verification} problem={verify.problem} onDismiss={verify.dismiss} />
        {mayAudit && <PartsNav part={part} />}
        {part === "calls" ? (
          <CallsPart callId={callId} shown={shown} go={go} />
        ) : (
          <AdminPart entry={shown.entry} onChoose={(entry) => go({ entry }, "replace")} />
        )}
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
