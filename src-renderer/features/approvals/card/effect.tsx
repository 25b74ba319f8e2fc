import { KeyRound } from "lucide-react";
import type { ApprovalCard } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { flowWords } from "../words/flow-words.ts";
import { leadArgument } from "./lead-argument.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";

/** Who asks, what it would do in one sentence, where that goes, and with whose account. */
export function Effect({ card }: { readonly card: ApprovalCard }) {
  const { connector, credentials } = card;
  return (
    <section className="flex flex-col gap-1.5 border-t border-line pt-4">
      <p className="text-base text-ink-soft">
        <AskerWords asker={card.asker} />
      </p>
      <p className="text-lg leading-snug text-ink">
        <Deed card={card} />
      </p>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 text-sm text-ink-soft">
        <p className="min-w-0">
          <Phrase
            parts={{ target: <GivenName text={connector.target} isMono /> }}
            say={(marks) => t(connector.kind === "mcp-stdio" ? "effect.stdio" : "effect.http", marks)}
          />
        </p>
        <Accounts credentials={credentials} />
      </div>
      <p className="text-sm text-ink-soft">{flowWords(card.flow)}</p>
    </section>
  );
}

/** What it would do: the tool with the argument that tells most, where one does. */
function Deed({ card }: { readonly card: ApprovalCard }) {
  const { connector, tool, argumentsBytes: bytes } = card;
  const count = Object.keys(card.arguments).length;
  const lead = leadArgument(card.arguments);
  const names = {
    tool: <GivenName text={tool.definition.name} isMono />,
    connector: <GivenName text={connector.name} />,
  };
  if (lead === null) {
    return <Phrase parts={names} say={(marks) => t("effect.call", { ...marks, count, bytes })} />;
  }
  return (
    <Phrase
      parts={{ ...names, name: <GivenName text={lead.name} isMono />, value: <GivenName text={lead.value} isMono /> }}
      say={(marks) => t("effect.lead", { ...marks, more: count - 1, bytes })}
    />
  );
}

function AskerWords({ asker }: { readonly asker: ApprovalCard["asker"] }) {
  if (asker.kind === "member") {
    return (
      <Phrase parts={{ member: <GivenName text={asker.member.name} /> }} say={(marks) => t("asker.member", marks)} />
    );
  }
  const client = [asker.clientName, asker.clientVersion].filter((part) => part !== "").join(" ");
  const parts = {
    client: <GivenName text={client} />,
    key: <GivenName text={asker.keyName} />,
    policy: <GivenName text={asker.policyName} />,
  };
  return <Phrase parts={parts} say={(marks) => t(client === "" ? "asker.unnamed" : "asker.agent", marks)} />;
}

function Accounts({ credentials }: { readonly credentials: ApprovalCard["credentials"] }) {
  return (
    <div className="flex min-w-0 items-baseline gap-1.5">
      <KeyRound size={14} aria-hidden className="shrink-0 translate-y-0.5 text-ink-faint" />
      {credentials.length === 0 ? (
        <p>{t("as.none")}</p>
      ) : (
        <>
          <p>{t("as.label")}</p>
          <ul>
            {credentials.map((credential) => (
              <li key={`${credential.as} ${credential.name}`}>
                <Account credential={credential} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

type Credential = ApprovalCard["credentials"][number];

function Account({ credential }: { readonly credential: Credential }) {
  const { name, as, owner, account } = credential;
  const parts = {
    name: <GivenName text={name} />,
    as: <GivenName text={as} isMono />,
    owner: <GivenName text={owner ?? ""} />,
    account: <GivenName text={account ?? ""} />,
  };
  return <Phrase parts={parts} say={(marks) => t(accountKey(credential), marks)} />;
}

/** An account is named as its provider does, where that is known; the rest by whose it is. */
function accountKey({ scope, owner, account }: Credential) {
  if (scope === "org_secret") return `as.${scope}` as const;
  if (scope !== "oauth") return owner === null ? (`as.${scope}.nobody` as const) : (`as.${scope}` as const);
  const isNamed = typeof account === "string";
  if (owner === null) return isNamed ? "as.oauth.org" : "as.oauth.org.unnamed";
  return isNamed ? "as.oauth" : "as.oauth.unnamed";
}
