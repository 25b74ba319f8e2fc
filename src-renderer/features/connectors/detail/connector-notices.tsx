import { Sparkle, UserRoundX } from "lucide-react";
import { useMember, type AccountHealth, type ConnectorDetail } from "../../../client/index.ts";
import { buttonClass } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { CredentialLink } from "../credential-states.tsx";
import { t } from "../messages.ts";

/** What a person should know before they look at the tools: what is wrong and what to do about it. */
export function ConnectorNotices({ connector }: { readonly connector: ConnectorDetail }) {
  const { connection, credentials, accounts, tools } = connector;
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
      {accounts.map((account) => (
        <AccountNotice key={account.providerId} account={account} />
      ))}
      <CredentialNotice of="missing" credentials={credentials.filter(({ health }) => health === "no-value")} />
      <CredentialNotice of="ailing" credentials={credentials.filter(({ health }) => health === "unreadable")} />
      <CredentialNotice of="due" credentials={credentials.filter(({ health }) => health === "due")} />
      {tools.drifted > 0 && (
        <Banner
          kind="warn"
          title={t("drift.title", { count: tools.drifted })}
          actions={<DeskLink connectorId={connector.id} need="drifted" words={t("drift.way")} />}
        >
          {t("drift.text")}
        </Banner>
      )}
      {tools.fresh > 0 && (
        <Banner
          kind="info"
          icon={Sparkle}
          title={t("fresh.title", { count: tools.fresh })}
          actions={<DeskLink connectorId={connector.id} need="fresh" words={t("fresh.way", { count: tools.fresh })} />}
        >
          {t("fresh.text", { count: tools.fresh })}
        </Banner>
      )}
    </>
  );
}

type DeskLinkProps = {
  readonly connectorId: ConnectorDetail["id"];
  readonly need: "drifted" | "fresh";
  readonly words: string;
};

/** The way to these tools on the classification desk, for those who have one. */
function DeskLink({ connectorId, need, words }: DeskLinkProps) {
  const { may } = useMember();
  if (!may("operator")) return null;
  return (
    <a href={`#/desk?connector=${connectorId}&need=${need}`} className={buttonClass("secondary", "small")}>
      {words}
    </a>
  );
}

/** What is wrong with an account, with the way to mend it. */
function AccountNotice({ account: { providerId, name, state } }: { readonly account: AccountHealth }) {
  switch (state) {
    case "ok":
      return null;
    case "degraded":
      return (
        <Banner kind="info" title={t("account.degraded.title", { name })}>
          {t("account.degraded.text")}
        </Banner>
      );
    case "not-connected":
    case "needs-reconnect":
      return (
        <Banner
          kind="warn"
          icon={UserRoundX}
          title={t(`account.${state}.title`, { name })}
          actions={
            <a href={`#/accounts/${providerId}`} className={buttonClass("primary", "small")}>
              {t(`account.${state}.way`)}
            </a>
          }
        >
          {t("account.broken.text")}
        </Banner>
      );
  }
}

type CredentialNoticeProps = {
  readonly of: "missing" | "ailing" | "due";
  readonly credentials: ConnectorDetail["credentials"];
};

/** What is wrong with credentials, with the way to each of them. */
function CredentialNotice({ of, credentials }: CredentialNoticeProps) {
  if (credentials.length === 0) return null;
  return (
    <Banner kind="warn" title={t(`${of}.title`, { count: credentials.length })}>
      <span className="block">{t(`${of}.text`)}</span>
      <span className="flex flex-wrap gap-x-4">
        {credentials.map(({ id, name }) => (
          <CredentialLink key={id} id={id} name={name} />
        ))}
      </span>
    </Banner>
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
