import { useRead, useStudio, type CallId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { FrozenNotice, SeeCall } from "../decide/freeze-notice.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import type { ResultFreeze } from "./use-result.ts";

export type ResultFreezeNoticeProps = {
  readonly freeze: ResultFreeze;
  readonly callId: CallId;
  readonly onShowLatest: () => void;
};

/** Says why nothing can be decided about this result. */
export function ResultFreezeNotice({ freeze, callId, onShowLatest }: ResultFreezeNoticeProps) {
  switch (freeze) {
    case "over":
      return <FrozenNotice title={<ReviewWords callId={callId} />} action={<SeeCall callId={callId} />} />;
    case "changed":
      return (
        <FrozenNotice
          title={t("freeze.resultChanged")}
          text={t("freeze.changed.text")}
          action={
            <Button size="small" onClick={onShowLatest}>
              {t("freeze.changed.show")}
            </Button>
          }
        />
      );
    case "offline":
    case "locked":
      return <FrozenNotice title={t(`freeze.${freeze}`)} text={t(`freeze.${freeze}.text`)} />;
  }
}

/** Who released or withheld it, as the call's own record says. */
function ReviewWords({ callId }: { readonly callId: CallId }) {
  const { rpc } = useStudio();
  const read = useRead(rpc.calls.get.queryOptions({ input: { id: callId } }));
  const review = read.kind === "ready" ? read.data.review : null;
  if (review === null) return t("freeze.resultOver");
  if (review.by === null) return t("freeze.withheldAlone");
  const parts = {
    by: <GivenName text={review.by.name} />,
    reason: <GivenName text={review.kind === "withheld" ? review.reason : ""} className="font-normal" />,
  };
  return <Phrase parts={parts} say={(marks) => t(`freeze.${review.kind}`, marks)} />;
}
