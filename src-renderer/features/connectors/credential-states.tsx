import type { ConnectorSummary, CredentialHealth } from "../../client/index.ts";
import { StateBadge, type Tone } from "../../ui/risk/state-badge.tsx";
import { t } from "./messages.ts";

type CredentialState = ConnectorSummary["credentials"][number];

const TONES: Readonly<Record<CredentialHealth, Tone>> = {
  ok: "good",
  unused: "good",
  "no-value": "warn",
  due: "warn",
  unreadable: "danger",
};

/** Whether calls fail because of it. */
export function isAiling({ health }: Pick<CredentialState, "health">): boolean {
  return health === "no-value" || health === "unreadable";
}

/** Each credential of a connector with how it is doing; its name leads to its page. */
export function CredentialStates({ credentials }: { readonly credentials: readonly CredentialState[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {credentials.map(({ id, name, health }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3">
          <CredentialLink id={id} name={name} />
          <StateBadge
            label={t(`health.${health}`, { scope: "" })}
            tone={TONES[health]}
            dot={isAiling({ health }) ? "ring" : "filled"}
            className="text-xs"
          />
        </li>
      ))}
    </ul>
  );
}

/** Leads to a credential's page. */
export function CredentialLink({ id, name }: Pick<CredentialState, "id" | "name">) {
  return (
    <a href={`#/credentials/${id}`} className="rounded-xs font-medium text-accent-ink hover:underline">
      {name}
    </a>
  );
}
