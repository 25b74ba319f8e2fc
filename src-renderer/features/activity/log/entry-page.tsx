import { useEffect, useRef } from "react";
import { useRead, useStudio, type AuditEntry } from "../../../client/index.ts";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { ArgumentsView } from "../../../ui/json/arguments-view.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { CopyButton } from "../../../ui/text/copy-button.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { ScrollText } from "lucide-react";
import { Section } from "../call/section.tsx";
import { isFocusLost } from "../../../ui/actions/lost-focus.ts";
import { actionWords, t } from "../messages.ts";
import type { Go } from "../use-place.ts";
import { Actor } from "../words/actor.tsx";
import { exactWords, minuteWords } from "../words/moments.ts";
import { Way } from "../words/way.tsx";
import { WHOLE_LOG } from "./log-filter.ts";
import { subjectHref } from "./subject-href.ts";

export type EntryPageProps = { readonly seq: number; readonly go: Go };

/** One entry of the log in full: who, what, about what, and what vouches for it. */
export function EntryPage({ seq, go }: EntryPageProps) {
  const { rpc } = useStudio();
  const read = useRead({
    ...rpc.audit.list.queryOptions({ input: { kind: "all", before: seq + 1, limit: 1 } }),
    select: ({ entries }) => entries.find((entry) => entry.seq === seq) ?? null,
  });
  if (read.kind === "loading") return <Skeleton shape="card" />;
  if (read.kind === "failed") return <ErrorState {...read.failure} />;
  if (read.data === null) return <EmptyState icon={ScrollText} title={t("entry.none", { seq })} />;
  return <Entry entry={read.data} go={go} />;
}

type EntryProps = { readonly entry: AuditEntry; readonly go: Go };

function Entry({ entry, go }: EntryProps) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // The page that was read before took the focus with it.
    if (isFocusLost()) place.current?.focus({ preventScroll: true });
  }, []);
  return (
    <article
      ref={place}
      aria-label={t("entry.region")}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- boundary: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-6 pt-5 pb-10 outline-none focus-visible:shadow-[inset_2px_0_0_var(--focus)] forced-colors:focus-visible:outline-2"
    >
      <div className="flex max-w-220 flex-col gap-5">
        <header className="flex flex-col gap-1">
          <h2 className="text-base font-semibold">{actionWords(entry.action)}</h2>
          <p className="text-sm text-ink-soft">
            {t("entry.title", { seq: entry.seq })} · {exactWords(entry.at)}
          </p>
        </header>
        <Facts entry={entry} go={go} />
        <Section title={t("log.detail")}>
          <Detail entry={entry} />
        </Section>
        <Section title={t("entry.vouched")}>
          <Vouched entry={entry} />
        </Section>
      </div>
    </article>
  );
}

function Facts({ entry: { actor, action, subject }, go }: EntryProps) {
  const href = subjectHref(action, subject);
  return (
    <KeyValues
      items={[
        {
          id: "actor",
          label: t("log.actor"),
          value: (
            <span className="flex flex-wrap items-baseline gap-x-3">
              <span>
                <Actor actor={actor} />
              </span>
              <Same words={t("entry.sameActor")} onPress={() => go({ ...WHOLE_LOG, actor })} />
            </span>
          ),
        },
        { id: "action", label: t("log.code"), value: <code className="font-mono text-xs">{action}</code> },
        {
          id: "subject",
          label: t("log.subject"),
          value: (
            <span className="flex flex-wrap items-baseline gap-x-3">
              <GivenName text={subject} isMono />
              {href !== null && <Way href={href}>{t("entry.open")}</Way>}
              <Same words={t("entry.sameSubject")} onPress={() => go({ ...WHOLE_LOG, subject })} />
            </span>
          ),
        },
      ]}
    />
  );
}

function Same({ words, onPress }: { readonly words: string; readonly onPress: () => void }) {
  return (
    <button type="button" onClick={onPress} className="rounded-xs text-sm font-medium text-accent-ink hover:underline">
      {words}
    </button>
  );
}

function Detail({ entry: { detail, isErased } }: { readonly entry: AuditEntry }) {
  if (detail === null) return <p className="text-sm text-ink-soft">{t(isErased ? "entry.erased" : "entry.hidden")}</p>;
  if (Object.keys(detail).length === 0) return <p className="text-sm text-ink-soft">{t("log.noDetail")}</p>;
  return <ArgumentsView label={t("log.detail")} value={detail} />;
}

function Vouched({ entry: { seq, hash } }: { readonly entry: AuditEntry }) {
  const { rpc } = useStudio();
  const status = useRead(rpc.audit.status.queryOptions());
  const checkpoint = status.kind === "ready" ? status.data.checkpoint : null;
  const isSigned = checkpoint !== null && seq <= checkpoint.size;
  return (
    <KeyValues
      items={[
        {
          id: "hash",
          label: t("log.hash"),
          value: (
            <span className="flex items-start gap-1">
              <code className="min-w-0 font-mono text-xs leading-[1.6] wrap-anywhere">{hash}</code>
              <CopyButton text={hash} label={t("log.hash")} />
            </span>
          ),
        },
        {
          id: "signed",
          label: t("entry.signed"),
          value:
            status.kind === "loading"
              ? ""
              : isSigned
                ? t("entry.signed.yes", { at: minuteWords(checkpoint.at), size: checkpoint.size })
                : t("entry.signed.no"),
        },
      ]}
    />
  );
}
