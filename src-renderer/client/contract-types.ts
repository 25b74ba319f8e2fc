/** The contract's types as the views use them; only this room names the contract itself. */
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../src-contract/contract.ts";

export type * from "../../src-contract/access.ts";
export type * from "../../src-contract/audit.ts";
export type * from "../../src-contract/auth.ts";
export type * from "../../src-contract/call.ts";
export type * from "../../src-contract/connector.ts";
export type * from "../../src-contract/gate.ts";
export type * from "../../src-contract/ids.ts";
export type * from "../../src-contract/oauth.ts";
export type { ErrorCode } from "../../src-contract/errors.ts";
export type * from "../../src-contract/people.ts";
export type * from "../../src-contract/redaction.ts";
export type {
  MemberSummary,
  OrgEntry,
  OrgSettings,
  OrgSummary,
  StopState,
  StudioAbout,
  StudioEvent,
  StudioState,
  Topic,
} from "../../src-contract/studio.ts";
export type * from "../../src-contract/vault.ts";
export type { JsonObject, PlainTrustLevel, RiskClass, Role, TrustLevel } from "../../src-contract/values.ts";

/** Every procedure of the people's door, as a function. */
export type Api = ContractRouterClient<Contract>;
