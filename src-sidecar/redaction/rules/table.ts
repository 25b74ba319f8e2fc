import { AI } from "./ai.ts";
import { BUSINESS } from "./business.ts";
import { CALLS } from "./calls.ts";
import { CLOUD } from "./cloud.ts";
import { CODE_HOSTING } from "./code-hosting.ts";
import { COMMANDS } from "./commands.ts";
import { CODES } from "./codes.ts";
import { HASHES } from "./hashes.ts";
import { MESSAGING } from "./messaging.ts";
import { NETWORK_LINES } from "./network-lines.ts";
import { OPERATIONS } from "./operations.ts";
import { SENTENCES } from "./sentences.ts";
import { WALLETS } from "./wallets.ts";
import { SESSIONS } from "./sessions.ts";
import { PLACES } from "./places.ts";
import type { TokenRule } from "./rule.ts";

export const TOKEN_RULES: readonly TokenRule[] = [
  ...CODE_HOSTING,
  ...CLOUD,
  ...AI,
  ...MESSAGING,
  ...BUSINESS,
  ...OPERATIONS,
  ...NETWORK_LINES,
  ...COMMANDS,
  ...CALLS,
  ...PLACES,
  ...HASHES,
  ...CODES,
  ...SENTENCES,
  ...WALLETS,
  ...SESSIONS,
];
