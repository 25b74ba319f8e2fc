import { Copy, Flag, ListX, LockKeyhole, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { ApprovalCard, ConnectorId, RiskClass, ToolId } from "../../../client/index.ts";
import { cx } from "../../../ui/cx.ts";
import { useNow } from "../../../ui/time/use-now.ts";
import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { lockedWords } from "../words/locked-words.ts";
import { NotAppliedWords } from "../words/not-applied.tsx";
import { Quotes } from "../words/quotes.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";

type Warning = ApprovalCard["warnings"][number];

export type WarningsProps = {
  readonly warnings: readonly Warning[];
  /** Where the tool's own page is, for what changed of it. */
  readonly tool: { readonly connectorId: ConnectorId; readonly toolId: ToolId };
  /** How many other waiting calls ask for exactly the same. */
  readonly alike?: number | undefined;
  /** What was allowed before and did not let this call run. */
  readonly notApplied?: ApprovalCard["verdict"]["notApplied"];
  readonly riskClass?: RiskClass | undefined;
  /** When the vault was locked while the call waited. */
  readonly lockedMeanwhile?: ApprovalCard["lockedMeanwhile"];
  /** Said before the list, for those of edited arguments. */
  readonly lead?: string | undefined;
};

/** What is unusual about the call, each with what that is worth. */
export function Warnings(props: WarningsProps) {
  const { tool, alike = 0, lockedMeanwhile = null, notApplied = [], riskClass = "unknown", lead } = props;
  const now = useNow(null);
  // Where data could go stands on the card by itself.
  const plain = props.warnings.filter(({ kind }) => kind !== "tainted");
  if (plain.length === 0 && alike === 0 && lockedMeanwhile === null && notApplied.length === 0) return null;
  return (
    <section aria-label={t("warnings.label")} className="flex flex-col gap-1">
      {lead !== undefined && <p className="text-sm text-ink-soft">{lead}</p>}
      <ul className="flex flex-col gap-1.5">
        {plain.map((warning) => (
          <Note key={JSON.stringify(warning)} icon={Flag} tone="text-amber">
            <WarningWords warning={warning} tool={tool} />
          </Note>
        ))}
        {notApplied.map((one) => (
          <Note key={one.id} icon={ListX} tone="text-calm">
            <Strong>
              <NotAppliedWords one={one} riskClass={riskClass} />
            </Strong>{" "}
            {one.kind === "standing" && (
              <a
                href={`#/agents/standing/${one.id}`}
                className="rounded-xs font-medium text-accent-ink hover:underline"
              >
                {t("notApplied.see")}
              </a>
            )}
          </Note>
        ))}
        {alike > 0 && (
          <Note icon={Copy} tone="text-calm">
            <Strong>{t("alike.text", { count: alike })}</Strong> {t("alike.detail")}
          </Note>
        )}
        {lockedMeanwhile !== null && (
          <Note icon={LockKeyhole} tone="text-calm">
            <Strong>{lockedWords(lockedMeanwhile, now)}</Strong> {t("locked.detail")}
          </Note>
        )}
      </ul>
    </section>
  );
}

type NoteProps = { readonly icon: LucideIcon; readonly tone: string; readonly children: ReactNode };

function Note({ icon: Icon, tone, children }: NoteProps) {
  return (
    <li className="flex items-start gap-2 text-sm text-ink-soft">
      <Icon size={14} aria-hidden className={cx("mt-[3px] shrink-0", tone)} />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  );
}

function Strong({ children }: { readonly children: ReactNode }) {
  return <strong className="font-medium text-ink">{children}</strong>;
}

type WarningWordsProps = Pick<WarningsProps, "tool"> & { readonly warning: Warning };

function WarningWords({ warning, tool }: WarningWordsProps) {
  switch (warning.kind) {
    case "first-call":
    case "first-call-by-agent":
      return <Words strong={t(`warning.${warning.kind}`)} worth={t(`warning.${warning.kind}.text`)} />;
    case "definition-changed":
      return (
        <>
          <Words strong={t("warning.definition-changed")} worth={t("warning.definition-changed.text")} />{" "}
          <a
            href={`#/connectors/${tool.connectorId}/tools/${tool.toolId}`}
            className="rounded-xs font-medium text-accent-ink hover:underline"
          >
            {t("warning.definition-changed.way")}
          </a>
        </>
      );
    case "invisible-characters":
      return (
        <Words
          strong={t(`warning.invisible.${warning.where}`, { count: warning.count })}
          worth={t("warning.invisible.text")}
        />
      );
    case "secret-like":
      return <SecretWords findings={warning.findings} />;
    case "injection-like":
      return (
        <Words
          strong={
            <Phrase
              parts={{ phrases: <Quotes texts={warning.phrases} /> }}
              say={(marks) => t(`warning.injection.${warning.where}`, marks)}
            />
          }
          worth={t("warning.injection.text")}
        />
      );
    case "credential-missing":
      return (
        <Words
          strong={
            <Phrase
              parts={{ names: <Names texts={warning.names} /> }}
              say={(marks) => t("warning.credential", marks)}
            />
          }
          worth={t("warning.credential.text")}
        />
      );
    case "connector-down":
      return (
        <Words
          strong={
            <Phrase
              parts={{ message: <GivenName text={warning.message} className="font-normal" /> }}
              say={(marks) => t("warning.down", marks)}
            />
          }
          worth={t("warning.down.text")}
        />
      );
    case "account-trouble":
      return <AccountTrouble accounts={warning.accounts} />;
    case "arguments-edited":
      return (
        <Words
          strong={
            <Phrase parts={{ by: <GivenName text={warning.by} /> }} say={(marks) => t("warning.edited", marks)} />
          }
        />
      );
    case "tainted":
      return null;
    case "unexpected-arguments":
      return (
        <Words
          strong={
            <Phrase
              parts={{ paths: <Names texts={warning.paths} /> }}
              say={(marks) => t("warning.unexpected", marks)}
            />
          }
          worth={t("warning.unexpected.text")}
        />
      );
    case "mentions-other-tools":
      return (
        <Words
          strong={
            <Phrase parts={{ names: <Names texts={warning.names} /> }} say={(marks) => t("warning.mentions", marks)} />
          }
          worth={t("warning.mentions.text")}
        />
      );
  }
}

function Words({ strong, worth }: { readonly strong: ReactNode; readonly worth?: string }) {
  return (
    <>
      <Strong>{strong}</Strong> {worth}
    </>
  );
}

type Accounts = Extract<Warning, { kind: "account-trouble" }>["accounts"];

/** Said before anyone approves in vain: with whose account the call would fail, and the way to it where it is one's own. */
function AccountTrouble({ accounts }: { readonly accounts: Accounts }) {
  return accounts.map(({ providerId, name, state }) =>
    state === "ok" ? null : (
      <span key={providerId} className="block">
        <Words
          strong={
            <Phrase parts={{ name: <GivenName text={name} /> }} say={(marks) => t(`warning.account.${state}`, marks)} />
          }
          worth={state === "degraded" ? t("warning.account.degraded.text") : t("warning.account.text")}
        />{" "}
        {state !== "degraded" && (
          <a href={`#/accounts/${providerId}`} className="rounded-xs font-medium text-accent-ink hover:underline">
            {t(state === "needs-reconnect" ? "broken.way" : "warning.account.way")}
          </a>
        )}
      </span>
    ),
  );
}

type Findings = Extract<Warning, { kind: "secret-like" }>["findings"];

function SecretWords({ findings }: { readonly findings: Findings }) {
  const list = findings.map(({ kind, path }, index) => (
    // One value can be found twice at one place.
    <span key={index}>
      {index > 0 && ", "}
      <Phrase
        parts={{ kind: <GivenName text={kind} />, path: <GivenName text={path} isMono /> }}
        say={(marks) => t("warning.secret.one", marks)}
      />
    </span>
  ));
  return (
    <Words
      strong={
        <Phrase parts={{ findings: list }} say={(marks) => t("warning.secret", { ...marks, count: findings.length })} />
      }
      worth={t("warning.secret.text")}
    />
  );
}

function Names({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text, index) => (
    <span key={text}>
      {index > 0 && ", "}
      <GivenName text={text} />
    </span>
  ));
}
