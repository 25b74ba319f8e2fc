import { Check, LoaderCircle } from "lucide-react";
import { problemNotice } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Verbatim } from "../../ui/text/verbatim.tsx";
import { useNow } from "../../ui/time/use-now.ts";
import { t } from "./messages.ts";
import type { Test } from "./use-test.ts";

/** What a connection test is doing or has found. */
export function TestReport({ test }: { readonly test: Test }) {
  const { state } = test;
  switch (state.kind) {
    case "none":
      return null;
    case "running":
      return <Running startedAt={state.startedAt} onCancel={test.cancel} />;
    case "cancelled":
      return <Banner kind="info" title={t("test.cancelled")} onDismiss={test.clear} />;
    case "problem":
      return <Banner kind="ours" {...problemNotice(state.problem)} onDismiss={test.clear} />;
    case "result":
      return <Result test={test} result={state.result} />;
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

type ResultProps = { readonly test: Test; readonly result: Extract<Test["state"], { kind: "result" }>["result"] };

function Result({ test, result }: ResultProps) {
  if (result.kind === "ok") {
    return (
      <Banner kind="info" icon={Check} title={t("test.ok", { tools: result.tools })} onDismiss={test.clear}>
        {t("test.okText", { server: result.serverName, took: result.tookMs, protocol: result.protocolVersion })}
      </Banner>
    );
  }
  return (
    <Banner kind="ours" title={result.message} onDismiss={test.clear}>
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
