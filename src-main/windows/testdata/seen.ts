/** What the smoke run prints. */
export interface Seen {
  readonly beforeReady: string[];
  readonly webPreferences: { webPreferences: object }[];
  readonly loaded: unknown[][];
  readonly userData: unknown[][];
  readonly forks: [string, string, { env: string[] }][];
  readonly world: string[];
  readonly handedOver: object[];
  readonly echo: unknown[];
  readonly isSamePid: boolean;
  readonly relockMs: number;
  readonly keychain: object[];
  readonly environmentLeft: string[];
  readonly portsForStrangers: number;
  readonly pages: Record<"index" | "script" | "escape" | "otherHost" | "post", { status: number; policy: string }>;
  readonly asked: Record<string, unknown>;
  readonly refused: string[];
  readonly opened: object[];
  readonly external: unknown[][];
  readonly openAnswer: object;
  readonly isQuitHeld: boolean;
  readonly focused: number;
}
