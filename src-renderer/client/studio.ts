import { createORPCClient, type ClientContext, type ClientLink } from "@orpc/client";
import { createTanstackQueryUtils, type RouterUtils } from "@orpc/tanstack-query";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import type { OpenChannel } from "./channel.ts";
import { Connection } from "./connection.ts";
import type { Api, StudioState } from "./contract-types.ts";
import { lockedState } from "./locked-state.ts";
import { codeOf, ConnectionError } from "./problem.ts";
import { createSignIns } from "./sign-ins.ts";

/** Query options and keys for every procedure. */
export type Rpc = RouterUtils<Api>;

type InputOf<Room extends keyof Api, Name extends keyof Api[Room]> = Api[Room][Name] extends (input: infer I) => unknown
  ? I
  : never;

/** The studio as a window has it. One per window, built by the entry file. */
export interface Studio {
  readonly connection: Connection;
  readonly api: Api;
  readonly rpc: Rpc;
  /** What the studio says of itself to anyone: its state above all. */
  readonly windowQueries: QueryClient;
  /** What was read for the page. One per signed-in member and organization, so that nothing crosses over. */
  readonly queries: QueryClient;
  readonly createQueries: () => QueryClient;
  /** Looks at another organization, whose name is returned. A sign-in there is taken up as it was left. */
  select(orgId: string): Promise<string>;
  /** Creates an organization and looks at it. The recovery key is the caller's to show, once. */
  setUp(input: InputOf<"studio", "setUp">): Promise<{ readonly orgId: string; readonly recoveryKey: string }>;
  signIn(input: InputOf<"session", "signIn">): Promise<void>;
  signInWithKeychain(input: InputOf<"session", "signInWithKeychain">): Promise<void>;
  recover(input: InputOf<"session", "recover">): Promise<void>;
  signOut(): Promise<void>;
  /** Locks every vault of the studio. */
  lock(): Promise<void>;
  /** The vault was locked, here or elsewhere: shows so at once, before the studio is back. */
  readonly showLocked: () => void;
  /** Deletes the organization that the window looks at. */
  removeOrg(input: InputOf<"orgs", "remove">): Promise<void>;
  /** Asks again who is signed in. */
  readonly refreshState: () => void;
}

/**
 * Joins connection, typed client and query caches.
 *
 * A dropped connection takes the sign-ins up again; a reload asks for the passphrase.
 */
export function createStudio(open: OpenChannel): Studio {
  const signIns = createSignIns();
  const connection = new Connection({ open, greet: (link) => signIns.takeUp(link, shownOrg()?.id ?? null) });
  const turn = createTurn(connection.link);
  const api = createORPCClient<Api>(turn.link);
  const rpc = createTanstackQueryUtils(api);
  const stateKey = rpc.studio.state.queryKey();
  const refreshState = (): void => void windowQueries.invalidateQueries({ queryKey: rpc.studio.state.key() });
  const windowQueries = createQueries(refreshState);
  const shown = (): StudioState | undefined => windowQueries.getQueryData<StudioState>(stateKey);

  function shownOrg() {
    const state = shown();
    return state === undefined || state.kind === "new" ? null : state.org;
  }

  /** A question that was asked before this must not answer after it. */
  async function show(state: StudioState): Promise<void> {
    await windowQueries.cancelQueries();
    windowQueries.removeQueries({ predicate: ({ queryKey }) => !isAboutStudio(queryKey) });
    windowQueries.setQueryData(stateKey, state);
  }

  async function begin(orgId: string, answer: Promise<{ readonly sessionToken: string }>): Promise<void> {
    const { sessionToken } = await answer;
    signIns.keep(orgId, sessionToken);
    refreshState();
  }

  function showLocked(): void {
    signIns.forgetAll();
    connection.expectRestart();
    const state = shown();
    if (state !== undefined) void show(lockedState(state)).then(refreshState);
  }

  return {
    connection,
    api,
    rpc,
    windowQueries,
    queries: windowQueries,
    createQueries: () => createQueries(refreshState),
    refreshState,
    showLocked,
    select: (orgId) =>
      turn.take(async (alone) => {
        await show(await alone.studio.select({ orgId }));
        return shownOrg()?.name ?? "";
      }),
    setUp: async (input) => {
      const made = await api.studio.setUp(input);
      signIns.keep(made.orgId, made.sessionToken);
      await show(await api.studio.state());
      return made;
    },
    signIn: (input) => begin(input.orgId, api.session.signIn(input)),
    signInWithKeychain: (input) => begin(input.orgId, api.session.signInWithKeychain(input)),
    recover: (input) => begin(input.orgId, api.session.recover(input)),
    signOut: async () => {
      const org = shownOrg();
      await api.session.signOut();
      if (org !== null) signIns.forget(org.id);
      refreshState();
    },
    lock: async () => {
      await api.session.lock().catch((error: unknown) => {
        // The studio starts anew when it has locked, and may be gone before its answer is here.
        if (codeOf(error) !== "answer_lost") throw error;
      });
      showLocked();
    },
    removeOrg: async (input) => {
      const org = shownOrg();
      await api.orgs.remove(input);
      if (org !== null) signIns.forget(org.id);
      await show(await api.studio.state());
    },
  };
}

/** While the window changes to another organization nothing else goes out: it would be done in the wrong one. */
function createTurn(line: ClientLink<ClientContext>) {
  let isTurning = false;
  const link: ClientLink<ClientContext> = {
    call: async (path, input, options) => {
      if (isTurning) throw new ConnectionError("turning");
      return line.call(path, input, options);
    },
  };
  return {
    link,
    take: async <T>(work: (alone: Api) => Promise<T>): Promise<T> => {
      isTurning = true;
      try {
        return await work(createORPCClient<Api>(line));
      } finally {
        isTurning = false;
      }
    },
  };
}

/** Whether a query asks what anyone may know. */
export function isAboutStudio(queryKey: readonly unknown[]): boolean {
  const [path] = queryKey;
  return Array.isArray(path) && path[0] === "studio" && (path[1] === "state" || path[1] === "about");
}

const SESSION_CODES: ReadonlySet<string> = new Set(["not_signed_in", "vault_locked", "rolled_back"]);

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
