import { Flag } from "lucide-react";
import type { ReactNode } from "react";
import type { CallDetail } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";

type Warning = CallDetail["warnings"][number];

/** What was unusual about the call when it came in. */
export function CallWarnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-label={t("warnings.title")}>
      <ul className="flex flex-col gap-1">
        {warnings.map((warning) => (
          <li key={JSON.stringify(warning)} className="flex items-start gap-2 text-sm text-ink-soft">
            <Flag size={14} aria-hidden className="mt-[3px] shrink-0 text-amber" />
            <span className="min-w-0 wrap-anywhere">
              <WarningWords warning={warning} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function WarningWords({ warning }: { readonly warning: Warning }): ReactNode {
  switch (warning.kind) {
    case "first-call":
    case "first-call-by-agent":
    case "definition-changed":
      return t(`warning.${warning.kind}`);
    case "invisible-characters":
      return t(`warning.invisible.${warning.where}`, { count: warning.count });
    case "secret-like":
      return <SecretWords findings={warning.findings} />;
    case "injection-like":
      return (
        <Phrase
          parts={{ phrases: <Names texts={warning.phrases} isQuoted /> }}
          say={(marks) => t(`warning.injection.${warning.where}`, marks)}
        />
      );
    case "credential-missing":
      return (
        <Phrase parts={{ names: <Names texts={warning.names} /> }} say={(marks) => t("warning.credential", marks)} />
      );
    case "connector-down":
      return (
        <Phrase parts={{ message: <Names texts={[warning.message]} /> }} say={(marks) => t("warning.down", marks)} />
      );
    case "account-trouble":
      return warning.accounts.map(({ providerId, name, state }) =>
        state === "ok" ? null : (
          <span key={providerId} className="block">
            <Phrase parts={{ name: <GivenName text={name} /> }} say={(marks) => t(`warning.account.${state}`, marks)} />
          </span>
        ),
      );
    case "arguments-edited":
      return <Phrase parts={{ by: <Names texts={[warning.by]} /> }} say={(marks) => t("warning.edited", marks)} />;
    case "tainted":
      return (
        <Phrase
          parts={{
            tool: <GivenName text={warning.source.toolName} isMono />,
            connector: <GivenName text={warning.source.connectorName} />,
          }}
          say={(marks) => t("warning.tainted", marks)}
        />
      );
    case "unexpected-arguments":
      return (
        <Phrase parts={{ paths: <Names texts={warning.paths} /> }} say={(marks) => t("warning.unexpected", marks)} />
      );
    case "mentions-other-tools":
      return (
        <Phrase parts={{ names: <Names texts={warning.names} /> }} say={(marks) => t("warning.mentions", marks)} />
      );
  }
}

function SecretWords({ findings }: { readonly findings: Extract<Warning, { kind: "secret-like" }>["findings"] }) {
  const texts = findings.map(({ kind, path }) => t("warning.secretAt", { kind, path }));
  return (
    <Phrase
      parts={{ findings: <Names texts={texts} /> }}
      say={(marks) => t("warning.secret", { ...marks, count: findings.length })}
    />
  );
}

type NamesProps = { readonly texts: readonly string[]; readonly isQuoted?: boolean };

function Names({ texts, isQuoted = false }: NamesProps) {
  return texts.map((text, index) => (
    // The same phrase can be found at two places.
    <span key={index}>
      {index > 0 && ", "}
      {isQuoted ? (
        <q>
          <GivenName text={text} className="font-normal" />
        </q>
      ) : (
        <GivenName text={text} className="font-normal" />
      )}
    </span>
  ));
}
