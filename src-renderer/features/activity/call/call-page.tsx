import { useEffect, useRef, useState } from "react";
import { useAction, useMember, useRead, useStudio, type CallDetail, type CallId } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { isOpen } from "../address.ts";
import { isFocusLost } from "../../../ui/actions/lost-focus.ts";
import { t } from "../messages.ts";
import { CallArguments } from "./call-arguments.tsx";
import { CallHead } from "./call-head.tsx";
import { CallResult } from "./call-result.tsx";
import { CallWarnings } from "./call-warnings.tsx";
import { Facts } from "./facts.tsx";
import { NotAppliedList } from "./not-applied.tsx";
import { ProofButton } from "./proof-button.tsx";
import { Removed } from "./removed.tsx";
import { ResultNotice } from "./result-notice.tsx";
import { Steps } from "./steps.tsx";
import { Story } from "./story.tsx";
import { Votes } from "./votes.tsx";

const LOOK_AGAIN_MS = 2_000;

/** The page of one call, which explains itself. */
export function CallPage({ callId }: { readonly callId: CallId }) {
  const { rpc } = useStudio();
  const read = useRead<CallDetail>({
    ...rpc.calls.get.queryOptions({ input: { id: callId } }),
    // What a call does while it runs is announced when it ends.
    refetchInterval: ({ state }) => (state.data !== undefined && isOpen(state.data.state) ? LOOK_AGAIN_MS : false),
  });
  if (read.kind === "loading") return <Skeleton shape="card" rows={4} />;
  if (read.kind === "failed") return <ErrorState {...read.failure} />;
  return <JoinedCall call={read.data} />;
}

function JoinedCall({ call }: { readonly call: CallDetail }) {
  const { api } = useStudio();
  const { may } = useMember();
  const notify = useNotify();
  const [isAsking, setAsking] = useState(false);
  const cancel = useAction(() => api.calls.cancel({ id: call.id }));
  const mayDecide = may("operator");
  const run = async (): Promise<void> => {
    const outcome = await cancel.run();
    setAsking(false);
    if (outcome.kind === "done") notify({ title: t("cancel.done") });
    else notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
  };
  return (
    <>
      <CallView
        call={call}
        mayDecide={mayDecide}
        onCancel={mayDecide && isOpen(call.state) ? () => setAsking(true) : undefined}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title={t("cancel.title")}
        consequence={t(call.state === "executing" ? "cancel.running" : "cancel.waiting")}
        confirmLabel={t("cancel.confirm")}
        isBusy={cancel.isBusy}
        onConfirm={() => void run()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}

type CallViewProps = {
  readonly call: CallDetail;
  readonly mayDecide: boolean;
  readonly onCancel: (() => void) | undefined;
};

/** A call in full: the story first, then everything it is made of. */
function CallView({ call, mayDecide, onCancel }: CallViewProps) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // The page that was read before took the focus with it.
    if (isFocusLost()) place.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article
      ref={place}
      aria-label={t("call.region")}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- boundary: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-6 pt-5 pb-10 outline-none focus-visible:shadow-[inset_2px_0_0_var(--focus)] forced-colors:focus-visible:outline-2"
    >
      <div className="flex max-w-220 flex-col gap-5">
        <CallHead call={call} mayDecide={mayDecide} onCancel={onCancel} />
        <Story call={call} />
        {call.state === "failed" && call.failure !== null && <Failure failure={call.failure} />}
        <NotAppliedList verdict={call.verdict} />
        <Votes call={call} />
        <CallWarnings warnings={call.warnings} />
        <CallArguments call={call} />
        <CallResult call={call} />
        <ResultNotice notice={call.notice} />
        <Removed notes={call.redactionNotes} />
        <Steps steps={call.steps} trailing={mayDecide && <ProofButton callId={call.id} />} />
        <Facts call={call} />
      </div>
    </article>
  );
}

function Failure({ failure }: { readonly failure: NonNullable<CallDetail["failure"]> }) {
  return (
    <Banner kind="ours" title={t("failure.title")} isAnnounced={false}>
      <p className="wrap-anywhere">
        <RevealedText text={failure.message} flow="inline" />
      </p>
      <code className="font-mono text-2xs text-ink-soft">{failure.code}</code>
    </Banner>
  );
}
