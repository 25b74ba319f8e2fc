import { useRef, useState } from "react";
import type { Discovered, ProviderSummary, ScopeHint } from "../../../client/index.ts";
import { useProviderActions } from "../use-providers.ts";
import { configOf, type Draft } from "./draft.ts";
import { draftProblems, isAddress, sidecarProblems, type DraftProblems } from "./draft-problems.ts";
import { t } from "../messages.ts";

const NO_PROBLEMS: DraftProblems = {};

export type ProviderFormOptions = {
  readonly initial: Draft;
  /** Null for a new one. */
  readonly provider: ProviderSummary | null;
  readonly hints: readonly ScopeHint[];
  readonly onSaved: (provider: ProviderSummary) => void;
};

/** Joins the form to the studio: saves the provider, then seals what was typed as its client secret. */
export function useProviderForm({ initial, provider, hints, onSaved }: ProviderFormOptions) {
  const { create, update, discover } = useProviderActions();
  const [draft, setDraft] = useState(initial);
  const [mended, setMended] = useState<DraftProblems>(NO_PROBLEMS);
  const [found, setFound] = useState<Discovered | null>(null);
  const secret = useRef<HTMLInputElement>(null);
  const saving = provider === null ? create : update;
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));

  const save = async (): Promise<void> => {
    const wrong = draftProblems(draft);
    setMended(wrong);
    if (Object.keys(wrong).length > 0) return;
    const typed = draft.clientKind === "registered" ? (secret.current?.value ?? "") : "";
    const input = {
      name: draft.name.trim(),
      config: configOf(draft, provider?.config ?? null),
      clientSecret: typed === "" ? null : typed,
    };
    const outcome = await (provider === null ? create.run(input) : update.run(provider.id, input));
    if (outcome.kind === "failed") return;
    if (secret.current !== null) secret.current.value = "";
    onSaved(outcome.value);
  };
  const look = async (): Promise<void> => {
    const kind = draft.serverKind === "issuer" ? "issuer" : "resource";
    if (!isAddress(draft[kind])) return setMended({ [kind]: t("problem.url") });
    setMended(NO_PROBLEMS);
    setFound(null);
    const outcome = await discover.run(draft[kind].trim());
    if (outcome.kind === "failed") return;
    setFound(outcome.value);
    if (!outcome.value.canRegister) change({ clientKind: "registered" });
  };
  const refused = sidecarProblems(saving.problem);
  return {
    draft,
    change,
    secret,
    /** The scopes that have a box: those that are known, and those that the server named. */
    hints: [...hints, ...furtherHints(found, hints)],
    problems: { ...refused, ...mended },
    /** What is wrong with none of the fields. */
    problem: Object.keys(refused).length === 0 ? saving.problem : null,
    isSaving: saving.isBusy,
    save: (): void => void save(),
    found,
    /** Takes the address for what it turned out to be. */
    enterAs: (serverKind: "resource" | "issuer"): void => {
      const address = serverKind === "issuer" ? draft.resource : draft.issuer;
      change({ serverKind, [serverKind]: found?.[serverKind] ?? address.trim() });
    },
    isLooking: discover.isBusy,
    lookProblem: discover.problem,
    look: (): void => void look(),
  };
}

export type ProviderFormState = ReturnType<typeof useProviderForm>;

const MANY = 40;

/** What a server names and nobody here knows: a box by its name alone, as long as there are few enough to choose from. */
function furtherHints(found: Discovered | null, hints: readonly ScopeHint[]): readonly ScopeHint[] {
  const known = new Set(hints.map(({ name }) => name));
  const further = (found?.scopes ?? []).filter((name) => !known.has(name));
  return further.length > MANY
    ? []
    : further.map((name) => ({ name, purpose: t("found.unnamed"), reach: "read", isLeast: false }));
}
