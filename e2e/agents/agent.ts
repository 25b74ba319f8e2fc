/** Where an agent finds the studio: the agents' door with a key, or a command that speaks stdio. */
export type Door =
  | { readonly kind: "http"; readonly url: string; readonly key: string }
  | {
      readonly kind: "stdio";
      readonly command: string;
      readonly args: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
    };

/** A tool as an agent sees it. */
interface AgentTool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: unknown;
}

/** What came back from a call. A call that the protocol refused rejects instead. */
export interface AgentResult {
  /** The text blocks, joined by newlines. */
  readonly text: string;
  readonly isError: boolean;
  readonly structuredContent?: unknown;
  /** The whole result as it came. */
  readonly raw: unknown;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How long to wait for an answer or, once there is progress, for more of it. 60 s, as the SDKs have it, if not given. */
  readonly timeoutMs?: number;
  readonly onProgress?: (progress: number, message: string | undefined) => void;
}

/** A real MCP client, driven by a test. */
export interface Agent extends AsyncDisposable {
  readonly era: "modern" | "legacy";
  listTools(): Promise<readonly AgentTool[]>;
  callTool(name: string, input?: Record<string, unknown>, options?: CallOptions): Promise<AgentResult>;
  close(): Promise<void>;
}

/** Connects, or rejects when the door does not let the agent in. */
export type ConnectAgent = (door: Door) => Promise<Agent>;

/** Reads a result, whatever client it came through. */
export function readResult(raw: Readonly<Record<string, unknown>>): AgentResult {
  const { content, isError, structuredContent } = raw;
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [];
  const text = blocks.flatMap((block) => (isTextBlock(block) ? [block.text] : [])).join("\n");
  return { text, isError: isError === true, structuredContent, raw };
}

function isTextBlock(block: unknown): block is { readonly text: string } {
  return typeof block === "object" && block !== null && "text" in block && typeof block.text === "string";
}
