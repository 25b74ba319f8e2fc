import { createORPCClient, ORPCError, type ClientContext, type ClientLink } from "@orpc/client";
import { createTanstackQueryUtils, type RouterUtils } from "@orpc/tanstack-query";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import type { OpenChannel } from "./channel.ts";
import { Connection } from "./connection.ts";
import type { Api } from "./contract-types.ts";
import { codeOf } from "./problem.ts";

/** Query options and keys for every procedure. */
export type Rpc = RouterUtils<Api>;

type SetUpInput = Parameters<Api["studio"]["setUp"]>[0];
type SignInInput = Parameters<Api["session"]["signIn"]>[0];
type RecoverInput = Parameters<Api["session"]["recover"]>[0];

/** The studio as a window has it. One per window, built by the entry file. */
export interface Studio {
  readonly connection: Connection;
  readonly api: Api;
  readonly rpc: Rpc;
  readonly queries: QueryClient;
  /** Creates the organization. The recovery key is the caller's to show, once. */
  setUp(input: SetUpInput): Promise<{ readonly recoveryKey: string }>;
  signIn(input: SignInInput): Promise<void>;
  recover(input: RecoverInput): Promise<void>;
  signOut(): Promise<void>;
  /** Locks the vault for everyone. */
  lock(): Promise<void>;
  /** Asks again who is signed in. */
  readonly refreshState: () => void;
}

/**
 * Joins connection, typed client and query cache.
 *
 * The session token lives in this closure alone: a dropped connection takes the session up again, a reload asks for the
 * passphrase.
 */
export function createStudio(open: OpenChannel): Studio {
  let sessionToken: string | null = null;
  const connection = new Connection({ open, greet: (link) => resume(link) });
  const api = createORPCClient<Api>(connection.link);
  const rpc = createTanstackQueryUtils(api);
  const refreshState = (): void => void queries.invalidateQueries({ queryKey: rpc.studio.state.key() });
  const queries = createQueries(refreshState);

  async function resume(link: ClientLink<ClientContext>): Promise<void> {
    if (sessionToken === null) return;
    try {
      await createORPCClient<Api>(link).session.resume({ sessionToken });
    } catch (error) {
      // An ended session is answered; a channel that answers nothing is the connection's to judge.
      if (!(error instanceof ORPCError)) throw error;
      sessionToken = null;
    }
  }

  async function begin<T extends { readonly sessionToken: string }>(answer: Promise<T>): Promise<T> {
    const opened = await answer;
    sessionToken = opened.sessionToken;
    refreshState();
    return opened;
  }

  async function end(answer: Promise<unknown>): Promise<void> {
    await answer;
    sessionToken = null;
    refreshState();
  }

  return {
    connection,
    api,
    rpc,
    queries,
    refreshState,
    setUp: async (input) => ({ recoveryKey: (await begin(api.studio.setUp(input))).recoveryKey }),
    signIn: async (input) => void (await begin(api.session.signIn(input))),
    recover: async (input) => void (await begin(api.session.recover(input))),
    signOut: () => end(api.session.signOut()),
    lock: () => end(api.session.lock()),
  };
}

const SESSION_CODES: ReadonlySet<string> = new Set(["not_signed_in", "vault_locked"]);

function createQueries(onSessionDoubt: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        const [path] = query.queryKey;
        const isState = Array.isArray(path) && path[1] === "state";
        if (!isState && SESSION_CODES.has(codeOf(error))) onSessionDoubt();
      },
    }),
    defaultOptions: {
      // The event stream says what changed; a failed read is shown with its reason and a way to try again.
      queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: false, networkMode: "always" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
