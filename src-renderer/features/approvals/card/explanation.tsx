import type { ReactNode } from "react";
import type { ApprovalCard } from "../../../client/index.ts";
import { readableJson } from "../../../ui/json/readable-json.ts";
import type { JsonValue } from "../../../ui/json/json.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { CodeBlock } from "../../../ui/text/code-block.tsx";
import { CopyButton } from "../../../ui/text/copy-button.tsx";
import { Verbatim } from "../../../ui/text/verbatim.tsx";
import { t } from "../messages.ts";
import { Because } from "../words/because.tsx";
import { classWord, trustWord } from "../words/class-words.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { flowWords } from "../words/flow-words.ts";
import { dayWords, exactWords } from "../words/moments.ts";
import { NotAppliedWords } from "../words/not-applied.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";

/** Why the call was asked for, what exactly a decision binds, and the definition of the tool in full. */
export function Explanation({ card }: { readonly card: ApprovalCard }) {
  return (
    <section aria-label={t("explain.title")} className="flex flex-col gap-5 border-t border-line pt-5">
      <h3 className="text-base font-semibold">{t("explain.title")}</h3>
      <KeyValues items={whyItems(card)} />
      <KeyValues items={callItems(card)} />
      <Definition card={card} />
    </section>
  );
}

function whyItems(card: ApprovalCard): readonly KeyValue[] {
  const { suggestion } = card;
  const notApplied = card.verdict.notApplied ?? [];
  return [
    { id: "verdict", label: t("explain.verdict"), value: <VerdictWords reason={card.verdict.reason} /> },
    ...(notApplied.length === 0
      ? []
      : [
          {
            id: "not-applied",
            label: t("explain.notApplied"),
            value: (
              <ul>
                {notApplied.map((one) => (
                  <li key={one.id}>
                    <NotAppliedWords one={one} riskClass={card.risk.riskClass} />
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
    { id: "class", label: t("explain.class"), value: <ClassWords risk={card.risk} /> },
    { id: "flow", label: t("explain.flow"), value: flowWords(card.flow) },
    {
      id: "suggestion",
      label: t("explain.suggestion"),
      value: (
        <>
          {t(suggestion.evidence.length === 0 ? "explain.suggestion.none" : "explain.suggestion.text", {
            class: classWord(suggestion.riskClass),
          })}
          <ul className="list-disc pl-4">
            {suggestion.evidence.map((evidence) => (
              <li key={`${evidence.from} ${evidence.text}`}>
                <GivenName text={evidence.text} className="font-normal" />
              </li>
            ))}
          </ul>
        </>
      ),
    },
  ];
}

function callItems(card: ApprovalCard): readonly KeyValue[] {
  return [
    { id: "received", label: t("explain.received"), value: exactWords(card.receivedAt) },
    { id: "expires", label: t("explain.expires"), value: exactWords(card.expiresAt) },
    { id: "exposed", label: t("explain.exposed"), value: <GivenName text={card.tool.exposedName} isMono /> },
    {
      id: "digest",
      label: t("explain.digest"),
      value: (
        <>
          <Digest text={card.digest} label={t("explain.digest")} />
          <span className="block text-xs text-ink-soft">{t("explain.digest.text")}</span>
        </>
      ),
    },
    {
      id: "definition-digest",
      label: t("explain.definitionDigest"),
      value: <Digest text={card.tool.definitionDigest} label={t("explain.definitionDigest")} />,
    },
  ];
}

function Digest({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="flex items-start gap-1">
      <code className="min-w-0 font-mono text-xs leading-[1.6] wrap-anywhere">{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  );
}

function VerdictWords({ reason }: { readonly reason: ApprovalCard["verdict"]["reason"] }) {
  switch (reason.kind) {
    case "class-under-trust":
      return reason.riskClass === "unknown" || reason.riskClass === "dangerous"
        ? t(`explain.class-under-trust.${reason.riskClass}`)
        : t("explain.class-under-trust", {
            class: classWord(reason.riskClass),
            trust: trustWord(reason.trustLevel),
          });
    case "definition-changed":
      return t("explain.definition-changed", { was: classWord(reason.was) });
    case "standing-approval":
    case "in-scope":
      return (
        <Phrase
          parts={{ by: <GivenName text={reason.by.name} /> }}
          say={(marks) => t(`explain.${reason.kind}`, marks)}
        />
      );
    case "connector-rule":
      return t(`explain.connector-rule.${reason.rule}`, {
        class: classWord(reason.riskClass),
        trust: trustWord(reason.trustLevel),
      });
    case "tainted":
      return (
        <Phrase
          parts={{ connector: <GivenName text={reason.source.connectorName} /> }}
          say={(marks) => t("explain.tainted", marks)}
        />
      );
    case "vault-value-in-arguments":
    case "stopped":
    case "session-paused":
    case "tool-off":
    case "not-in-policy":
      return <Because reason={reason} />;
  }
}

function ClassWords({ risk }: { readonly risk: ApprovalCard["risk"] }) {
  const { source } = risk;
  switch (source.kind) {
    case "default":
      return t("explain.class.default");
    case "admin":
      return (
        <Phrase
          parts={{ by: <GivenName text={source.by.name} /> }}
          say={(marks) =>
            t("explain.class.admin", {
              ...marks,
              class: classWord(risk.riskClass),
              at: dayWords(source.at, Date.now()),
            })
          }
        />
      );
    case "drifted":
      return (
        <Phrase
          parts={{ by: <GivenName text={source.by.name} /> }}
          say={(marks) =>
            t(source.what === "server" ? "explain.class.drifted.server" : "explain.class.drifted", {
              ...marks,
              was: classWord(source.was),
              at: dayWords(source.at, Date.now()),
            })
          }
        />
      );
  }
}

function Definition({ card }: { readonly card: ApprovalCard }) {
  const { definition } = card.tool;
  return (
    <section aria-label={t("explain.definition")} className="flex flex-col gap-4">
      <h4 className="flex items-baseline gap-3 text-sm font-semibold">
        {t("explain.definition")}
        <a
          href={`#/connectors/${card.connector.id}/tools/${card.tool.id}`}
          className="rounded-xs font-medium text-accent-ink hover:underline"
        >
          {t("explain.tool")}
        </a>
      </h4>
      <KeyValues
        items={[
          { id: "name", label: t("explain.name"), value: <GivenName text={definition.name} isMono /> },
          ...(definition.title === undefined
            ? []
            : [{ id: "title", label: t("explain.titled"), value: <GivenName text={definition.title} /> }]),
          {
            id: "description",
            label: t("explain.description"),
            value:
              definition.description === undefined ? (
                t("explain.noDescription")
              ) : (
                <Verbatim text={definition.description} className="text-ink" />
              ),
          },
        ]}
      />
      <Part label={t("explain.schema")} value={definition.inputSchema} />
      {definition.annotations !== undefined && <Part label={t("explain.annotations")} value={definition.annotations} />}
      {definition.outputSchema !== undefined && <Part label={t("explain.output")} value={definition.outputSchema} />}
    </section>
  );
}

function Part({ label, value }: { readonly label: string; readonly value: JsonValue }): ReactNode {
  return (
    <div className="flex flex-col gap-1.5">
      <h5 className="text-sm text-ink-soft">{label}</h5>
      <CodeBlock label={label} text={readableJson(value)} />
    </div>
  );
}
