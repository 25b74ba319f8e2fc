import type { ApprovalCard } from "../../../client/index.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { classWord, trustWord } from "./class-words.ts";

type Reason = ApprovalCard["verdict"]["reason"];

/** The rule that asked, in a few words. */
export function Because({ reason }: { readonly reason: Reason }) {
  switch (reason.kind) {
    case "class-under-trust":
      return t("because.class-under-trust", {
        class: classWord(reason.riskClass),
        trust: trustWord(reason.trustLevel),
      });
    case "definition-changed":
      return t("because.definition-changed", { was: classWord(reason.was) });
    case "vault-value-in-arguments":
      return (
        <Phrase
          parts={{ names: <GivenName text={reason.names.join(", ")} /> }}
          say={(marks) => t("because.vault-value-in-arguments", marks)}
        />
      );
    case "stopped":
    case "session-paused":
      return (
        <Phrase parts={{ by: <GivenName text={reason.by} /> }} say={(marks) => t(`because.${reason.kind}`, marks)} />
      );
    case "standing-approval":
    case "in-scope":
      return (
        <Phrase
          parts={{ by: <GivenName text={reason.by.name} /> }}
          say={(marks) => t(`because.${reason.kind}`, marks)}
        />
      );
    case "connector-rule":
      return t(`because.connector-rule.${reason.rule}`, { class: classWord(reason.riskClass) });
    case "tainted":
      return (
        <Phrase
          parts={{ connector: <GivenName text={reason.source.connectorName} /> }}
          say={(marks) => t("because.tainted", marks)}
        />
      );
    case "tool-off":
    case "not-in-policy":
      return t(`because.${reason.kind}`);
  }
}
