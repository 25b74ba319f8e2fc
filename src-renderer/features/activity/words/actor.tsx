import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";

/** Who did something, as the log names them: `member:<name>`, `agent:<name>` or `gatehouse`. */
export function Actor({ actor }: { readonly actor: string }) {
  if (actor === "gatehouse") return <span className="text-ink">{t("actor.gatehouse")}</span>;
  const [kind, ...rest] = actor.split(":");
  const name = rest.join(":");
  if (kind === "agent") {
    return (
      <Phrase
        parts={{ name: <GivenName text={name === "" ? actor : name} /> }}
        say={(marks) => t("actor.agent", marks)}
      />
    );
  }
  return <GivenName text={kind === "member" ? name : actor} />;
}
