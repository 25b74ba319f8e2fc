/** Where agents ask. */
export interface AgentsDoor {
  readonly agents: string;
  readonly key: string;
}

/** What came of a call. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  /** What Gatehouse says became of it. */
  readonly state: unknown;
}

/** One call of an agent, as plain as it can be sent. */
export async function callTool(
  { agents, key }: AgentsDoor,
  { name, input = {} }: { readonly name: string; readonly input?: object },
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const response = await fetch(agents, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: input } }),
    signal,
  });
  const body = await response.text();
  const data = body.startsWith("{") ? body : (body.split("\n").findLast((line) => line.startsWith("data: ")) ?? "");
  const { result, error } = JSON.parse(data.replace(/^data: /, "")) as Reply; // JSON-RPC of our own door.
  return {
    isError: result === undefined || result.isError === true,
    text: result?.content?.[0]?.text ?? error?.message ?? "",
    state: result?._meta?.["gatehouse/state"],
  };
}

interface Reply {
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly text?: string }[];
    readonly _meta?: Readonly<Record<string, unknown>>;
  };
  readonly error?: { readonly message: string };
}

/** What the prover says of the secrets that it was given. @throws {Error} The call failed. */
export async function askProver(door: AgentsDoor, signal: AbortSignal): Promise<string> {
  const { isError, text } = await callTool(door, { name: "prover__prove" }, signal);
  if (isError) throw new Error(`the prover did not answer: ${text}`);
  return text;
}
