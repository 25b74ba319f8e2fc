import type { VaultStatus } from "../../../client/index.ts";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { StateBadge, type Tone } from "../../../ui/risk/state-badge.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";

type KeyVersion = VaultStatus["keyVersions"][number];

const TONES: Readonly<Record<KeyVersion["state"], Tone>> = { active: "good", retiring: "accent", retired: "neutral" };
const SHOWN_RETIRED = 2;

/** Every version of the key, the newest first. Old ones that open nothing fold away. */
export function KeyVersions({ versions }: { readonly versions: readonly KeyVersion[] }) {
  const newestFirst = versions.toSorted((a, b) => b.version - a.version);
  const retired = newestFirst.filter(({ state }) => state === "retired");
  const shown = newestFirst.filter((one) => one.state !== "retired" || retired.indexOf(one) < SHOWN_RETIRED);
  const folded = retired.slice(SHOWN_RETIRED);
  return (
    <div>
      <Versions versions={shown} />
      {folded.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="cursor-default text-ink-soft">{t("key.older", { count: folded.length })}</summary>
          <Versions versions={folded} />
        </details>
      )}
    </div>
  );
}

function Versions({ versions }: { readonly versions: readonly KeyVersion[] }) {
  return (
    <KeyValues
      look="lines"
      items={versions.map((one) => ({
        id: String(one.version),
        label: t("key.version", { version: one.version }),
        value: <Version version={one} />,
      }))}
    />
  );
}

function Version({ version: { state, createdAt, records } }: { readonly version: KeyVersion }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
      <StateBadge
        label={t(`key.state.${state}`)}
        tone={TONES[state]}
        dot={state === "retired" ? "ring" : "filled"}
        className="w-28"
      />
      <span className="text-ink-soft">
        {t("key.madeAt")} <RelativeTime at={createdAt} />
      </span>
      <span className="ml-auto tabular-nums">
        {state === "retired" ? t("key.opensNothing") : t("key.opens", { count: records })}
      </span>
    </span>
  );
}
