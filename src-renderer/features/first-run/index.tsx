import { GatePicture } from "./gate-picture.tsx";
import { t } from "./messages.ts";
import { NextSteps, type NextStep } from "./next-steps.tsx";
import { OrganizationForm } from "./organization-form.tsx";
import { RecoveryKey } from "./recovery-key.tsx";
import { Samples } from "./samples.tsx";
import { StepHeading } from "./step-heading.tsx";
import { useFirstRun } from "./use-first-run.ts";

export type { NextStep } from "./next-steps.tsx";

const STEPS = 3;

export type FirstRunProps = {
  /** The person has what they need; the app goes where they chose. */
  readonly onDone: (next: NextStep) => void;
};

/** From an empty studio to an organization with something to try. */
export function FirstRun({ onDone }: FirstRunProps) {
  const { step, samples, create, onStored, add, onSkip } = useFirstRun();
  switch (step.kind) {
    case "organization":
      return (
        <div className="flex flex-col gap-7">
          <header className="flex flex-col gap-4">
            <GatePicture />
            <h1 className="text-xl font-semibold">{t("welcome.title")}</h1>
            <p className="text-base text-ink-soft">{t("welcome.text")}</p>
          </header>
          <section className="flex flex-col gap-4" aria-label={t("org.title")}>
            <div>
              <h2 className="text-lg font-semibold">{t("org.title")}</h2>
              <p className="text-sm text-ink-soft">{t("org.text")}</p>
            </div>
            <OrganizationForm
              onCreate={(input) => void create.onCreate(input)}
              isBusy={create.isBusy}
              problem={create.problem}
            />
          </section>
        </div>
      );
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
