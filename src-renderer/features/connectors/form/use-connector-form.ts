import { useRef, useState } from "react";
import {
  codeOf,
  useAction,
  useStudio,
  type ConnectorDetail,
  type ConnectorId,
  type CredentialId,
} from "../../../client/index.ts";
import { useTest } from "../use-test.ts";
import { configOf, credentialName, tokenTemplate, type Draft, type DraftBinding } from "./draft.ts";
import { draftProblems, sidecarProblems, type DraftProblems } from "./draft-problems.ts";
import { useSecretFields } from "./secret-fields.ts";

const NO_PROBLEMS: DraftProblems = {};
/** The row under which the access token of a remote server is kept while the form is open. */
export const TOKEN_ROW = "token";
const MAX_NAMES = 9;

export type ConnectorFormOptions = {
  readonly initial: Draft;
  /** Null for a new connector. */
  readonly id: ConnectorId | null;
  readonly onSaved: (connector: ConnectorDetail) => void;
};

/** Joins the form to the studio: seals the secrets first, then tests or saves a configuration that only names them. */
export function useConnectorForm({ initial, id, onSaved }: ConnectorFormOptions) {
  const { api } = useStudio();
  const [draft, setDraft] = useState(initial);
  const [tokenHeader, setTokenHeader] = useState("Authorization");
  const [mended, setMended] = useState<DraftProblems>(NO_PROBLEMS);
  const secrets = useSecretFields();
  const made = useRef<CredentialId[]>([]);

  /** Creates the credentials of every new secret; the draft then names them, so that a second try makes none again. */
  const seal = async (): Promise<Draft> => {
    let sealed = withToken(draft, secrets.filled().has(TOKEN_ROW) ? tokenHeader : null);
    for (const binding of sealed.bindings) {
      const { source } = binding;
      if (source.kind === "static" || source.credentialId !== null) continue;
      const secret = secrets.take(binding.rowId);
      const name = credentialName(draft.name, binding.name);
      const credential = await createNamed(name, (free) =>
        api.credentials.create({ name: free, scope: source.kind, ...(secret === "" ? {} : { secret }) }),
      );
      made.current.push(credential.id);
      sealed = withCredential(sealed, binding, credential.id);
      setDraft(sealed);
    }
    return sealed;
  };

  const ready = async () => {
    const config = configOf(await seal());
    if (config === null) throw new Error("internal: a sealed draft without a configuration");
    return { name: draft.name.trim(), config };
  };
  const save = useAction(async () => {
    const input = await ready();
    const connector = await (id === null ? api.connectors.create(input) : api.connectors.update({ ...input, id }));
    made.current = [];
    return connector;
  });
  const test = useTest(async (signal) => api.connectors.testConfig(await ready(), { signal }));

  const isReady = (): boolean => {
    const found = draftProblems(draft, secrets.filled());
    setMended(found);
    return Object.keys(found).length === 0;
  };
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    tokenHeader,
    setTokenHeader,
    secrets,
    problems: { ...sidecarProblems(save.problem, draft), ...mended },
    problem: save.problem,
    isSaving: save.isBusy,
    test: { ...test, start: () => isReady() && test.start() },
    save: async (): Promise<void> => {
      if (!isReady()) return;
      const outcome = await save.run();
      if (outcome.kind === "done") onSaved(outcome.value);
    },
    /** Takes back what was sealed for a connector that will not be. */
    discard: () => {
      for (const credentialId of made.current.splice(0)) {
        api.credentials.remove({ id: credentialId }).catch(() => {}); // it stays in the list of credentials, unused and removable
      }
    },
  };
}

function withToken(draft: Draft, header: string | null): Draft {
  if (draft.kind !== "mcp-http" || header === null) return draft;
  const binding: DraftBinding = {
    rowId: TOKEN_ROW,
    name: header.trim() === "" ? "Authorization" : header.trim(),
    source: { kind: "org_secret", credentialId: null, template: tokenTemplate(header) },
  };
  return { ...draft, bindings: [...draft.bindings, binding] };
}

function withCredential(draft: Draft, { rowId }: DraftBinding, credentialId: CredentialId): Draft {
  const bindings = draft.bindings.map((binding) =>
    binding.rowId === rowId && binding.source.kind !== "static"
      ? { ...binding, source: { ...binding.source, credentialId } }
      : binding,
  );
  return { ...draft, bindings };
}

/** Makes something under the first of `name`, `name 2`, `name 3` … that is free. */
async function createNamed<T>(name: string, create: (name: string) => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await create(count === 1 ? name : `${name.slice(0, 76)} ${count}`);
    } catch (error) {
      if (codeOf(error) !== "name_taken" || count === MAX_NAMES) throw error;
    }
  }
}
