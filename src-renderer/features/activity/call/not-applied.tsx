import type { CallDetail, NotApplied } from "../../../client/index.ts";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { Way } from "../words/way.tsx";
import { Section } from "./section.tsx";

/** What was approved in advance and did not let this call run, each with the reason that was written down. */
export function NotAppliedList({ verdict }: { readonly verdict: CallDetail["verdict"] }) {
  const { notApplied = [] } = verdict;
  if (notApplied.length === 0) return null;
  return (
    <Section title={t("notApplied.title")}>
      <ul className="flex flex-col gap-1 text-sm text-ink-soft">
        {notApplied.map((one) => (
          <li key={`${one.id} ${one.path ?? ""}`} className="wrap-anywhere">
            <NotAppliedWords one={one} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NotAppliedWords({ one: { kind, id, why, path = "" } }: { readonly one: NotApplied }) {
  const isScope = kind === "scope";
  return (
    <Phrase
      parts={{
        what: isScope ? t("notApplied.scope") : <Way href={`#/agents/standing/${id}`}>{t("notApplied.standing")}</Way>,
        path: <GivenName text={path} isMono />,
      }}
      say={(marks) => t(why === "arguments" && path === "" ? "notApplied.arguments.some" : `notApplied.${why}`, marks)}
    />
  );
}
