import { Lock } from "lucide-react";
import { problemNotice, type MemberSummary, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { t } from "./messages.ts";

export type OpenForOtherProps = {
  readonly openFor: MemberSummary;
  readonly next: MemberSummary;
  readonly waitingCalls: number;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onLock: () => void;
};

/** The vault is open for someone else: what switching means, and the one button that does it. */
export function OpenForOther({ openFor, next, waitingCalls, isBusy, problem, onLock }: OpenForOtherProps) {
  return (
    <section aria-label={t("other.title", { member: openFor.name })} className="flex flex-col items-start gap-4">
      <Banner kind="info" icon={Lock} title={t("other.title", { member: openFor.name })}>
        {t("other.text", { next: next.name, waiting: waitingCalls })}
      </Banner>
      {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
      <Button variant="primary" icon={Lock} isBusy={isBusy} onClick={onLock}>
        {t("other.lock", { next: next.name })}
      </Button>
    </section>
  );
}
