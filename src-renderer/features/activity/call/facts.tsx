import type { CallDetail } from "../../../client/index.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { CopyButton } from "../../../ui/text/copy-button.tsx";
import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { exactWords } from "../words/moments.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { Section } from "./section.tsx";

/** Ids, digests, credentials and times: what one needs to compare a call with something else. */
export function Facts({ call }: { readonly call: CallDetail }) {
  const { decision } = call;
  const executed = decision?.kind === "approved-edited" ? decision.executedDigest : null;
  const items: readonly KeyValue[] = [
    code("id", t("facts.id"), call.id),
    { id: "exposed", label: t("facts.exposed"), value: <GivenName text={call.exposedName} isMono /> },
    { id: "credentials", label: t("facts.credentials"), value: <Credentials credentials={call.credentials} /> },
    { id: "received", label: t("facts.received"), value: exactWords(call.receivedAt) },
    ...(call.endedAt === null ? [] : [{ id: "ended", label: t("facts.ended"), value: exactWords(call.endedAt) }]),
    code("digest", t("facts.digest"), call.digest),
    ...(executed === null ? [] : [code("executed", t("facts.executedDigest"), executed)]),
    code("definition", t("facts.definitionDigest"), call.definitionDigest),
  ];
  return (
    <Section title={t("facts.title")}>
      <KeyValues items={items} />
    </Section>
  );
}

function code(id: string, label: string, text: string): KeyValue {
  return {
    id,
    label,
    value: (
      <span className="flex items-start gap-1">
        <code className="min-w-0 font-mono text-xs leading-[1.6] wrap-anywhere">{text}</code>
        <CopyButton text={text} label={label} />
      </span>
    ),
  };
}

function Credentials({ credentials }: { readonly credentials: CallDetail["credentials"] }) {
  if (credentials.length === 0) return t("facts.none");
  return (
    <ul>
      {credentials.map((credential) => (
        <li key={`${credential.as} ${credential.name}`}>
          <Phrase
            parts={{
              name: <GivenName text={credential.name} />,
              as: <GivenName text={credential.as} isMono />,
              owner: <GivenName text={credential.owner ?? ""} />,
              account: <GivenName text={credential.account ?? ""} />,
            }}
            say={(marks) => t(credentialKey(credential), marks)}
          />
        </li>
      ))}
    </ul>
  );
}

/** An account is named as its provider does, where that is known; the rest by whose it is. */
function credentialKey({ scope, owner, account }: CallDetail["credentials"][number]) {
  if (scope === "org_secret") return `facts.credential.${scope}` as const;
  if (scope !== "oauth") {
    return owner === null ? (`facts.credential.${scope}.nobody` as const) : (`facts.credential.${scope}` as const);
  }
  const isNamed = typeof account === "string";
  if (owner === null) return isNamed ? "facts.credential.oauth.org" : "facts.credential.oauth.org.unnamed";
  return isNamed ? "facts.credential.oauth" : "facts.credential.oauth.unnamed";
}
