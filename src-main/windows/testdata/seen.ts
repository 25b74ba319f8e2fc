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
  readonly called: Called;
  readonly badgeAfterCrash: number;
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

/** How a person was called, step by step: what was shown since the step before. */
export interface Called {
  readonly tray: object;
  readonly told: readonly Step[];
  /** The notification's and the tray's way to the page. */
  readonly led: readonly object[];
  readonly menu: readonly string[];
  readonly focusedBy: readonly number[];
}

export interface Step {
  readonly notifications: readonly object[];
  readonly toolTip: string;
  readonly badge: number;
}
