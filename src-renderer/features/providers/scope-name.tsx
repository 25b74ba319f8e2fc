import type { ScopeHint } from "../../client/index.ts";
import { Tag } from "../../ui/risk/tag.tsx";
import type { Tone } from "../../ui/risk/state-badge.tsx";
import { GivenName } from "../../ui/text/given-name.tsx";
import { t } from "./messages.ts";

const TONES: Readonly<Record<ScopeHint["reach"], Tone>> = { read: "calm", write: "warn", admin: "danger" };

export type ScopeNameProps = { readonly scope: string; readonly hint: ScopeHint | undefined };

/** A scope by its name, with how far it reaches where that is known. */
export function ScopeName({ scope, hint }: ScopeNameProps) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <GivenName text={scope} isMono />
      {hint !== undefined && hint.purpose !== t("found.unnamed") && (
        <Tag tone={TONES[hint.reach]}>{t(`scope.${hint.reach}`)}</Tag>
      )}
      {hint?.isLeast === true && <Tag tone="good">{t("scope.least")}</Tag>}
    </span>
  );
}
