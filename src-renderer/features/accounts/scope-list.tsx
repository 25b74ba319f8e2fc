import type { ScopeHint } from "../../client/index.ts";
import { Tag } from "../../ui/risk/tag.tsx";
import type { Tone } from "../../ui/risk/state-badge.tsx";
import { GivenName } from "../../ui/text/given-name.tsx";
import { t } from "./messages.ts";

export type ScopeListProps = {
  readonly scopes: readonly string[];
  /** What is known about them; the others stand by their name alone. */
  readonly hints: readonly ScopeHint[];
  readonly label: string;
};

const TONES: Readonly<Record<ScopeHint["reach"], Tone>> = { read: "calm", write: "warn", admin: "danger" };

/** Permissions by name, each with what it is for and how far it reaches. */
export function ScopeList({ scopes, hints, label }: ScopeListProps) {
  return (
    <ul aria-label={label} className="flex flex-col gap-1.5">
      {scopes.map((scope) => (
        <Scope key={scope} scope={scope} hint={hints.find(({ name }) => name === scope)} />
      ))}
    </ul>
  );
}

function Scope({ scope, hint }: { readonly scope: string; readonly hint: ScopeHint | undefined }) {
  return (
    <li className="text-sm">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <GivenName text={scope} isMono />
        {hint !== undefined && <Tag tone={TONES[hint.reach]}>{t(`scope.${hint.reach}`)}</Tag>}
      </span>
      {hint !== undefined && <span className="block text-xs text-ink-soft">{hint.purpose}</span>}
    </li>
  );
}
