import { useRef, useState } from "react";
import {
  enterValues,
  useAction,
  useStudio,
  type ConnectorDetail,
  type ConnectorId,
  type CredentialId,
  type ProviderId,
} from "../../../client/index.ts";
import { useTest } from "../use-test.ts";
import { createNamed } from "./create-named.ts";
import {
  configOf,
  credentialName,
  signingIn,
  signInOf,
  type Draft,
  type DraftBinding,
  type SecretSource,
  type SignIn,
} from "./draft.ts";
import { draftProblems, sidecarProblems, type DraftProblems } from "./draft-problems.ts";
import { emptyFresh, freshValues, secretKey } from "./fresh.ts";
import { useSecretFields } from "./secret-fields.ts";
import { fittingTemplate } from "./templates.ts";
import { useMadeProviders } from "./use-made-providers.ts";

const NO_PROBLEMS: DraftProblems = {};
/** The row under which the access token of a remote server is kept while the form is open. */
export const TOKEN_ROW = "token";
export const TOKEN_FIELD = secretKey(TOKEN_ROW, "secret");

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
  const [signIn, setSignIn] = useState(() => signInOf(initial));
  const [mended, setMended] = useState<DraftProblems>(NO_PROBLEMS);
  const secrets = useSecretFields();
  const made = useRef<CredentialId[]>([]);
  const madeProviders = useMadeProviders();

  /** Creates the credentials of every new secret; the draft then names them, so that a second try makes none again. */
  const seal = async (): Promise<Draft> => {
    let sealed = withToken(draft, signIn === "headers" && secrets.filled().has(TOKEN_FIELD) ? tokenHeader : null);
    for (const binding of sealed.bindings) {
      const { source } = binding;
      if (source.kind === "static" || source.kind === "oauth" || source.credentialId !== null) continue;
      const credentialId = await makeCredential(binding, source);
      made.current.push(credentialId);
      sealed = withCredential(sealed, binding, credentialId);
      setDraft(sealed);
      secrets.clear(binding.rowId);
    }
    return sealed;
  };

  /** Two steps: the credential first, then its value, sealed for it. Without the second the first is taken back. */
  const makeCredential = async (binding: DraftBinding, { kind: scope, fresh }: SecretSource): Promise<CredentialId> => {
    const { authType } = fresh;
    const values = freshValues(fresh, scope, (field) => secrets.read(secretKey(binding.rowId, field)));
    const { id: credentialId } = await createNamed(credentialName(draft.name, binding.name), (name) =>
      api.credentials.create({ name, scope, authType, remindAfterDays: null }),
    );
    if (Object.keys(values).length === 0) return credentialId;
    try {
      await enterValues(api, { credentialId, teamId: null, values });
    } catch (error) {
      await api.credentials.remove({ id: credentialId }).catch(() => {}); // it stays in the list of credentials, unused and removable
      throw error;
    }
    return credentialId;
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
    madeProviders.keep();
    return connector;
  });
  const test = useTest(async (signal) => api.connectors.testConfig(await ready(), { signal }));

  const isReady = (): boolean => {
    const found = draftProblems(draft, secrets.filled());
    setMended(found);
    return Object.keys(found).length === 0;
  };
  const refused = sidecarProblems(save.problem, draft);
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    tokenHeader,
    setTokenHeader,
    signIn,
    /** Signs in otherwise; with an account, at a provider where one is known. */
    changeSignIn: (next: SignIn, providerId: ProviderId | null = null): void => {
      setSignIn(next);
      setMended(NO_PROBLEMS);
      setDraft((before) => signingIn(before, next, providerId));
    },
    /** A provider that was made for this connector, and goes with it where nobody has connected there. */
    noteProvider: madeProviders.note,
    secrets,
    problems: { ...refused, ...mended },
    /** What is wrong with none of the fields. */
    problem: Object.keys(refused).length === 0 ? save.problem : null,
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
      madeProviders.discard();
    },
  };
}

export type ConnectorFormState = ReturnType<typeof useConnectorForm>;

function withToken(draft: Draft, header: string | null): Draft {
  if (draft.kind !== "mcp-http" || header === null) return draft;
  const name = header.trim() === "" ? "Authorization" : header.trim();
  const template = fittingTemplate("headers", name, emptyFresh.authType);
  const binding: DraftBinding = {
    rowId: TOKEN_ROW,
    name,
    source: { kind: "org_secret", credentialId: null, template, fresh: emptyFresh },
  };
  return { ...draft, bindings: [...draft.bindings, binding] };
}

function withCredential(draft: Draft, { rowId }: DraftBinding, credentialId: CredentialId): Draft {
  const bindings = draft.bindings.map((binding) =>
    binding.rowId === rowId && binding.source.kind !== "static" && binding.source.kind !== "oauth"
      ? { ...binding, source: { ...binding.source, credentialId } }
      : binding,
  );
  return { ...draft, bindings };
}
