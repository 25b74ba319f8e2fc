import type { ReactNode } from "react";
import type { ApprovalCard, RiskClass } from "../../../client/index.ts";
import { namesOf } from "../../../ui/conditions/condition.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { classWord } from "./class-words.ts";

type NotApplied = NonNullable<ApprovalCard["verdict"]["notApplied"]>[number];

/** Why what was allowed before did not let this call run. */
export function NotAppliedWords({ one, riskClass }: { readonly one: NotApplied; readonly riskClass: RiskClass }) {
  return (
    <Phrase
      parts={{ why: <Why one={one} riskClass={riskClass} /> }}
      say={(marks) => t(`notApplied.${one.kind}`, marks)}
    />
  );
}

function Why({
  one: { why, path },
  riskClass,
}: {
  readonly one: NotApplied;
  readonly riskClass: RiskClass;
}): ReactNode {
  switch (why) {
    case "arguments":
      return path === undefined ? (
        t("notApplied.arguments.some")
      ) : (
        <Phrase
          parts={{ path: <GivenName text={namesOf(path).join(".")} isMono /> }}
          say={(marks) => t("notApplied.arguments", marks)}
        />
      );
    case "needs-admin":
      return t("notApplied.needs-admin", { class: classWord(riskClass) });
    case "expired":
    case "used-up":
    case "paused":
    case "manual":
    case "connector-rule":
    case "tainted":
      return t(`notApplied.${why}`);
  }
}
