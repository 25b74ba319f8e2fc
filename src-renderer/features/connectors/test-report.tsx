import { Check, LoaderCircle, LogIn } from "lucide-react";
import { useRef } from "react";
import { useMember, type TestResult } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Verbatim } from "../../ui/text/verbatim.tsx";
import { useNow } from "../../ui/time/use-now.ts";
import { t } from "./messages.ts";
import { AllowHostButton, ProblemBanner } from "./problem-banner.tsx";
import { SignInHosts } from "./sign-in-hosts.tsx";
import type { Test } from "./use-test.ts";

type AuthorizationNeeded = Extract<TestResult, { kind: "authorization-needed" }>;

export type TestReportProps = {
  readonly test: Test;
  /** What was tested, where it has an address. */
  readonly url?: string | undefined;
  /** The way on where the server wants a sign-in. */
  readonly onSetUp: (result: AuthorizationNeeded) => void;
};

/** What a connection test is doing or has found. */
export function TestReport(props: TestReportProps) {
  const { kind } = props.test.state;
  const report = useRef<HTMLDivElement>(null);
  useRegainedFocus(kind, () => report.current?.querySelector("button"));
  if (kind === "none") return null;
  return (
    <div ref={report}>
      <Report {...props} />
    </div>
  );
}

function Report(props: TestReportProps) {
  const { test, url } = props;
  const { state } = test;
  switch (state.kind) {
    case "none":
      return null;
    case "running":
      return <Running startedAt={state.startedAt} onCancel={test.cancel} />;
    case "cancelled":
      return <Banner kind="info" title={t("test.cancelled")} onDismiss={test.clear} />;
    case "problem":
      return <ProblemBanner problem={state.problem} url={url} onAllowed={test.start} onDismiss={test.clear} />;
    case "result":
      return <Result {...props} result={state.result} />;
  }
}

function Running({ startedAt, onCancel }: { readonly startedAt: number; readonly onCancel: () => void }) {
  const now = useNow(1000);
  return (
    <Banner
      kind="info"
      icon={LoaderCircle}
      isAnnounced={false}
      title={t("action.testing", { seconds: Math.max(0, Math.floor((now - startedAt) / 1000)) })}
      actions={
        <Button size="small" onClick={onCancel}>
          {t("action.cancelTest")}
        </Button>
      }
    />
  );
}

type ResultProps = TestReportProps & { readonly result: TestResult };

function Result({ test, url, onSetUp, result }: ResultProps) {
  if (result.kind === "authorization-needed") {
    return <SignInNeeded result={result} onSetUp={() => onSetUp(result)} onDismiss={test.clear} />;
  }
  if (result.kind === "ok") {
    return (
      <Banner kind="info" icon={Check} title={t("test.ok", { tools: result.tools })} onDismiss={test.clear}>
        {t("test.okText", { server: result.serverName, took: result.tookMs, protocol: result.protocolVersion })}
      </Banner>
    );
  }
  return (
    <Banner
      kind="ours"
      title={result.message}
      onDismiss={test.clear}
      actions={<AllowHostButton refused={result} url={url} onAllowed={test.start} />}
    >
      <span className="block">{result.hint}</span>
      {result.detail !== "" && (
        <details className="mt-1">
          <summary className="cursor-default text-xs text-ink-soft">{t("test.detail")}</summary>
          <Verbatim text={result.detail} className="mt-1 font-mono text-xs" />
        </details>
      )}
      <code className="font-mono text-2xs text-ink-soft">{result.code}</code>
    </Banner>
  );
}

type SignInNeededProps = {
  readonly result: AuthorizationNeeded;
  readonly onSetUp: () => void;
  readonly onDismiss: () => void;
};

/** The server is there and turns away whoever has no account. */
function SignInNeeded({ result, onSetUp, onDismiss }: SignInNeededProps) {
  const { may } = useMember();
  return (
    <Banner
      kind="info"
      icon={LogIn}
      title={result.message}
      onDismiss={onDismiss}
      actions={
        may("admin") && (
          <Button size="small" variant="primary" onClick={onSetUp}>
            {t(result.providerId === null ? "test.setUp" : "test.useProvider")}
          </Button>
        )
      }
    >
      {result.servers.length > 0 && (
        <span className="block">
          <SignInHosts servers={result.servers} />
        </span>
      )}
      <span className="block">{result.hint}</span>
    </Banner>
  );
}
