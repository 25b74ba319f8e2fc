import { Bot } from "lucide-react";
import type { AgentSession } from "../../client/index.ts";
import { formatDuration } from "../../ui/time/format-time.ts";
import { useNow } from "../../ui/time/use-now.ts";
import { addresses, hrefOf } from "../addresses.ts";
import { t } from "../messages/t.ts";

/** Says on every page that agents work on their own, for how long still, and leads to where that ends with one key. */
export function AutonomyChip({ agents }: { readonly agents: readonly AgentSession[] }) {
  const scoped = agents.flatMap(({ id, scope }) => (scope === null ? [] : [{ id, scope }]));
  const [first] = scoped.toSorted((a, b) => a.scope.expiresAt - b.scope.expiresAt);
  if (first === undefined) return null;
  return <Chip count={scoped.length} sessionId={first.id} expiresAt={first.scope.expiresAt} />;
}

type ChipProps = { readonly count: number; readonly sessionId: string; readonly expiresAt: number };

function Chip({ count, sessionId, expiresAt }: ChipProps) {
  const now = useNow(1000);
  const time = formatDuration(expiresAt - now);
  return (
    <a
      href={hrefOf(addresses.agents(sessionId))}
      className="flex h-7 items-center gap-1.5 rounded-md border border-accent-line bg-accent-tint px-2 text-sm font-medium text-accent-ink tabular-nums hover:bg-hover"
    >
      <Bot size={14} aria-hidden />
      <span aria-hidden className="narrow:hidden">
        {t("autonomy.chip", { count, time })}
      </span>
      <span aria-hidden className="hidden narrow:inline">
        {time}
      </span>
      <span className="sr-only">{t("autonomy.chipLong", { count, time })}</span>
    </a>
  );
}
