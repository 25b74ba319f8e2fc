import { Check, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { problemNotice, type InvitationDetail, type MemberId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Fingerprint } from "../../../ui/text/fingerprint.tsx";
import { t } from "../messages.ts";
import { useInvitationActions } from "../use-people.ts";

export type CompareAnswerProps = {
  readonly invitation: InvitationDetail;
  readonly fingerprint: string;
  readonly onWithdraw: () => void;
  readonly onConfirmed: (memberId: MemberId) => void;
};

type Step = "compare" | "same" | "differs";

/** Two calm steps: compare the number with the person, then say what confirming does and do it. */
export function CompareAnswer({ invitation, fingerprint, onWithdraw, onConfirmed }: CompareAnswerProps) {
  const notify = useNotify();
  const { confirm } = useInvitationActions();
  const [step, setStep] = useState<Step>("compare");
  const { name, role, teams } = invitation;
  const submit = async (): Promise<void> => {
    const outcome = await confirm.run(invitation.id, fingerprint);
    if (outcome.kind === "failed") return;
    notify({ title: t("confirm.done", { name: outcome.value.name }) });
    onConfirmed(outcome.value.id);
  };
  switch (step) {
    case "compare":
      return (
        <StepBox title={t("compare.title", { name })} isFirst text={t("compare.text", { name })}>
          <Fingerprint label={t("compare.fingerprint")} text={fingerprint} />
          <div className="flex items-center gap-2">
            <Button variant="primary" icon={Check} onClick={() => setStep("same")}>
              {t("compare.same")}
            </Button>
            <Button icon={X} onClick={() => setStep("differs")}>
              {t("compare.differs")}
            </Button>
          </div>
        </StepBox>
      );
    case "same":
      return (
        <StepBox
          title={t("confirm.title", { name })}
          text={t("confirm.text", { name, role: t(`role.${role}`).toLowerCase(), teams: teams.length })}
        >
          {confirm.problem !== null && <Banner kind="ours" {...problemNotice(confirm.problem)} />}
          <div className="flex items-center gap-2">
            <Button variant="primary" isBusy={confirm.isBusy} onClick={() => void submit()}>
              {t("confirm.submit", { name })}
            </Button>
            {confirm.isBusy ? (
              <span role="status" className="text-sm text-ink-soft">
                {t("confirm.busy")}
              </span>
            ) : (
              <Button variant="ghost" onClick={() => setStep("compare")}>
                {t("confirm.back")}
              </Button>
            )}
          </div>
        </StepBox>
      );
    case "differs":
      return (
        <StepBox title={t("differs.title")} text={t("differs.text", { name })}>
          <div className="flex items-center gap-2">
            <Button variant="danger" onClick={onWithdraw}>
              {t("invitation.withdraw")}
            </Button>
            <Button variant="ghost" onClick={() => setStep("compare")}>
              {t("confirm.back")}
            </Button>
          </div>
        </StepBox>
      );
  }
}

type StepBoxProps = {
  readonly title: string;
  readonly text: string;
  readonly isFirst?: boolean;
  readonly children: ReactNode;
};

function StepBox({ title, text, isFirst = false, children }: StepBoxProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
  }, [isFirst]);
  return (
    <section aria-label={title} className="flex flex-col items-start gap-4 rounded-lg border border-line-strong p-4">
      <header className="flex flex-col gap-1">
        <h3 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none wrap-anywhere">
          {title}
        </h3>
        <p className="text-sm text-ink-soft wrap-anywhere">{text}</p>
      </header>
      {children}
    </section>
  );
}
