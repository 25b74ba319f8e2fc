import { Circle, CircleCheck } from "lucide-react";
import type { ApprovalCard } from "../../../client/index.ts";
import { Listed } from "../../../ui/messages/listed.tsx";
import { Phrase } from "../../../ui/messages/phrase.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { formatMoment } from "../../../ui/time/format-time.ts";

/** Where several people have to approve: who has, and who is still needed. */
export function Votes({ card }: { readonly card: Pick<ApprovalCard, "requirements" | "votes"> }) {
  const { requirements, votes } = card;
  const { needed, from } = requirements;
  if (needed <= 1) return null;
  const left = Math.max(0, needed - votes.length);
  const candidates = from.filter(({ id }) => !votes.some(({ by }) => by.id === id));
  return (
    <section
      aria-label={t("votes.label")}
      className="flex flex-col gap-1.5 rounded-md border border-calm-line bg-calm-tint px-3 py-2.5 text-sm"
    >
      <p className="font-medium text-ink">{t("votes.progress", { votes: votes.length, needed })}</p>
      <ul className="flex flex-col gap-0.5 text-ink-soft">
        {votes.map((vote) => (
          <li key={vote.by.id} className="flex items-baseline gap-2">
            <CircleCheck size={14} aria-hidden className="shrink-0 translate-y-0.5 text-green" />
            <span className="min-w-0 wrap-anywhere">
              <VoteWords vote={vote} />
            </span>
          </li>
        ))}
        {left > 0 && (
          <li className="flex items-baseline gap-2">
            <Circle size={14} aria-hidden className="shrink-0 translate-y-0.5 text-ink-faint" />
            {from.length === 0 ? (
              t("votes.stillAny", { count: left })
            ) : (
              <span className="min-w-0">
                <Phrase
                  parts={{
                    names: (
                      <Listed
                        type={left === 1 ? "disjunction" : "conjunction"}
                        items={candidates.map(({ id, name }) => (
                          <GivenName key={id} text={name} />
                        ))}
                      />
                    ),
                  }}
                  say={(marks) => t("votes.stillFrom", { ...marks, count: left })}
                />
              </span>
            )}
          </li>
        )}
      </ul>
      <p className="text-xs text-ink-soft">{t("votes.turns")}</p>
    </section>
  );
}

function VoteWords({ vote: { by, at, reason } }: { readonly vote: ApprovalCard["votes"][number] }) {
  const parts = { by: <GivenName text={by.name} />, reason: <GivenName text={reason ?? ""} className="font-normal" /> };
  return (
    <Phrase
      parts={parts}
      say={(marks) => t(reason === null ? "votes.one" : "votes.reason", { ...marks, at: formatMoment(at, Date.now()) })}
    />
  );
}
