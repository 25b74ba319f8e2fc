import type { CallDetail } from "../../../client/index.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { exactWords } from "../words/moments.ts";
import { Section } from "./section.tsx";

/** Who said yes to a call that takes several people, and what else approving it took. */
export function Votes({ call: { votes, requirements } }: { readonly call: CallDetail }) {
  const { needed, from } = requirements;
  if (needed <= 1) return null;
  return (
    <Section
      title={t("votes.title")}
      trailing={<span className="text-sm text-ink-faint">{t("votes.count", { votes: votes.length, needed })}</span>}
    >
      {from.length > 0 && (
        <p className="text-sm text-ink-soft">
          {t("votes.from", { names: new Intl.ListFormat("en").format(from.map(({ name }) => name)) })}
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {votes.map(({ by, at, reason }) => (
          <li key={by.id} className="flex flex-wrap items-baseline gap-x-3 text-sm">
            <GivenName text={by.name} />
            <span className="text-ink-soft">{exactWords(at)}</span>
            {reason !== null && (
              <q className="min-w-0 text-ink-soft">
                <GivenName text={reason} className="font-normal" />
              </q>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
