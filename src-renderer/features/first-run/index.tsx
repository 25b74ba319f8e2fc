import { t } from "./messages.ts";
import { NextSteps, type NextStep } from "./next-steps.tsx";
import { OrganizationForm } from "./organization-form.tsx";
import { RecoveryKey } from "./recovery-key.tsx";
import { Samples } from "./samples.tsx";
import { StepHeading } from "./step-heading.tsx";
import { useFirstRun } from "./use-first-run.ts";
import { Welcome } from "./welcome.tsx";

export { AnswerInvitation } from "./invitation/answer-invitation.tsx";
export { RestoreBackup } from "./restore/restore-backup.tsx";
export type { NextStep } from "./next-steps.tsx";

const STEPS = 3;

export type FirstRunProps = {
  /** The person has what they need; the app goes where they chose. */
  readonly onDone: (next: NextStep) => void;
  readonly onRestore: () => void;
  readonly onInvitation: () => void;
  /** Back to what the window showed; absent in a studio without an organization. */
  readonly onBack: (() => void) | undefined;
};

/** From an empty studio, or from another organization, to an organization with something to try. */
export function FirstRun({ onDone, onRestore, onInvitation, onBack }: FirstRunProps) {
  const { step, samples, create, onStored, add, onSkip } = useFirstRun();
  switch (step.kind) {
    case "organization": {
      const form = (
        <OrganizationForm
          title={onBack === undefined ? t("org.title") : t("another.title")}
          onCreate={(input) => void create.onCreate(input)}
          onBack={onBack}
          isBusy={create.isBusy}
          problem={create.problem}
        />
      );
      return onBack === undefined ? (
        <Welcome form={form} onRestore={onRestore} onInvitation={onInvitation} />
      ) : (
        <div className="flex flex-col gap-6">
          <header className="flex flex-col gap-1.5">
            <h1 className="text-xl font-semibold">{t("another.title")}</h1>
            <p className="text-base text-ink-soft">{t("another.text")}</p>
          </header>
          {form}
        </div>
      );
    }
    case "recovery":
      return (
        <div className="flex flex-col gap-6">
          <StepHeading title={t("recovery.title")} step={2} total={STEPS}>
            {t("recovery.text")}
          </StepHeading>
          <RecoveryKey recoveryKey={step.recoveryKey} onStored={onStored} />
        </div>
      );
    case "samples":
      return (
        <div className="flex flex-col gap-6">
          <StepHeading title={t("samples.title")} step={3} total={STEPS}>
            {t("samples.text")}
          </StepHeading>
          <Samples
            samples={samples}
            onAdd={(chosen) => void add.onAdd(chosen)}
            onSkip={onSkip}
            isBusy={add.isBusy}
            problem={add.problem}
          />
        </div>
      );
    case "done":
      return (
        <div className="flex flex-col gap-6">
          <header className="flex flex-col gap-1.5">
            <h1 className="text-xl font-semibold">{t("done.title")}</h1>
            <p className="text-base text-ink-soft">
              {step.added > 0 ? t("done.withSamples", { count: step.added }) : t("done.without")}
            </p>
          </header>
          <NextSteps hasConnectors={step.added > 0} onChoose={onDone} />
        </div>
      );
  }
}
