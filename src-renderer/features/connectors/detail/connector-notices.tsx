import type { ConnectorDetail } from "../../../client/index.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";

/** What a person should know before they look at the tools: what is wrong and what to do about it. */
export function ConnectorNotices({ connector }: { readonly connector: ConnectorDetail }) {
  const { connection, missingCredentials, tools } = connector;
  return (
    <>
      {connection.kind === "down" && (
        <Banner kind="ours" title={t("down.title", { message: connection.message })}>
          <span className="block">{t("down.safe")}</span>
          {connection.retryAt === null ? (
            <span className="block">{t("down.noRetry")}</span>
          ) : (
            <Retry at={connection.retryAt} />
          )}
          <code className="font-mono text-2xs text-ink-soft">{connection.code}</code>
        </Banner>
      )}
      {missingCredentials.length > 0 && (
        <Banner
          kind="warn"
          title={t("missing.title", { count: missingCredentials.length })}
          actions={
            <a href="#/credentials" className="rounded-xs text-sm font-medium text-accent-ink underline">
              {t("missing.action")}
            </a>
          }
        >
          {t("missing.text", { names: new Intl.ListFormat("en").format(missingCredentials) })}
        </Banner>
      )}
      {tools.drifted > 0 && (
        <Banner kind="warn" title={t("drift.title", { count: tools.drifted })}>
          {t("drift.text")}
        </Banner>
      )}
    </>
  );
}

function Retry({ at }: { readonly at: number }) {
  const [before = "", after = ""] = t("down.retry", { when: SPLIT }).split(SPLIT);
  return (
    <span className="block">
      {before}
      <RelativeTime at={at} />
      {after}
    </span>
  );
}

/** Stands where an element goes into a sentence. */
const SPLIT = "\u0000";
