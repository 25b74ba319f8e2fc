import { useState } from "react";
import { useAction, useStudio, type OrgSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { t } from "../messages.ts";
import { RecoveryKey } from "../recovery-key.tsx";
import { StepHeading } from "../step-heading.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { ReadOut } from "./read-out.tsx";

export type AnswerInvitationProps = {
  /** The organization that the window looks at; null in an empty studio. */
  readonly org: OrgSummary | null;
  readonly onDone: () => void;
};

/** What the answer made. The recovery key lives here, in the component, and is gone with the step. */
type Answered = { readonly name: string; readonly fingerprint: string; readonly recoveryKey: string | null };

const STEPS = 3;

/** From an invitation to keys of one's own: the code and a passphrase, the recovery key, the number to read out. */
export function AnswerInvitation({ org, onDone }: AnswerInvitationProps) {
  const { api, refreshState } = useStudio();
  const [answered, setAnswered] = useState<Answered | null>(null);
  const accept = useAction((orgId: OrgSummary["id"], code: string, passphrase: string) =>
    api.people.accept({ orgId, code, passphrase }),
  );
  if (org === null) return <Nowhere onBack={onDone} />;
  const answer = async (code: string, passphrase: string): Promise<void> => {
    const outcome = await accept.run(org.id, code, passphrase);
    if (outcome.kind === "done") setAnswered(outcome.value);
  };
  if (answered === null) {
    return (
      <div className="flex flex-col gap-6">
        <StepHeading title={t("answer.title")} step={1} total={STEPS}>
          {t("answer.text", { org: org.name })}
        </StepHeading>
        <AnswerForm
          org={org}
          isBusy={accept.isBusy}
          problem={accept.problem}
          onAnswer={(code, passphrase) => void answer(code, passphrase)}
          onBack={onDone}
        />
      </div>
    );
  }
  if (answered.recoveryKey !== null) {
    return (
      <div className="flex flex-col gap-6">
        <StepHeading title={t("recovery.title")} step={2} total={STEPS}>
          {t("recovery.text")}
        </StepHeading>
        <RecoveryKey
          recoveryKey={answered.recoveryKey}
          onStored={() => setAnswered({ ...answered, recoveryKey: null })}
        />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <StepHeading title={t("compare.title")} step={3} total={STEPS}>
        {t("compare.text", { name: answered.name })}
      </StepHeading>
      <ReadOut
        fingerprint={answered.fingerprint}
        onDone={() => {
          refreshState();
          onDone();
        }}
      />
    </div>
  );
}

function Nowhere({ onBack }: { readonly onBack: () => void }) {
  return (
    <div className="flex flex-col items-start gap-6">
      <header className="flex flex-col gap-1.5">
        <h1 className="text-xl font-semibold">{t("answer.nowhere.title")}</h1>
        <p className="text-base text-ink-soft">{t("answer.nowhere.text")}</p>
      </header>
      <Button onClick={onBack}>{t("answer.back")}</Button>
    </div>
  );
}
