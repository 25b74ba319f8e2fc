import type { Router } from "@orpc/server";
import type { Contract } from "../../src-contract/contract.ts";
import type { RpcContext } from "../rpc/index.ts";
import { accessHandlers } from "./access-handlers.ts";
import { accountHandlers } from "./account-handlers.ts";
import { auditHandlers } from "./audit-handlers.ts";
import { implementContract } from "./base.ts";
import { backupHandlers } from "./backup-handlers.ts";
import { callHandlers } from "./call-handlers.ts";
import { connectorHandlers } from "./connector-handlers.ts";
import { credentialHandlers } from "./credential-handlers.ts";
import type { Studio } from "./org.ts";
import { orgHandlers } from "./org-handlers.ts";
import { peopleHandlers } from "./people-handlers.ts";
import { providerHandlers } from "./provider-handlers.ts";
import { redactionHandlers } from "./redaction-handlers.ts";
import { firstRunHandlers, sessionHandlers } from "./session-handlers.ts";
import { standingHandlers } from "./standing-handlers.ts";
import { studioHandlers } from "./studio-handlers.ts";
import { teamHandlers } from "./team-handlers.ts";
import { toolHandlers } from "./tool-handlers.ts";
import { vaultHandlers } from "./vault-handlers.ts";

/** Everything behind the people's door. The compiler holds it to the contract. */
export function createRouter(studio: Studio): Router<Contract, RpcContext> {
  const os = implementContract(studio);
  return os.router({
    studio: { ...firstRunHandlers(os, studio), ...studioHandlers(os, studio) },
    session: sessionHandlers(os, studio),
    connectors: connectorHandlers(os, studio),
    tools: toolHandlers(os, studio),
    people: peopleHandlers(os, studio),
    teams: teamHandlers(os, studio),
    orgs: orgHandlers(os, studio),
    credentials: credentialHandlers(os, studio),
    providers: providerHandlers(os, studio),
    accounts: accountHandlers(os, studio),
    vault: vaultHandlers(os, studio),
    backups: backupHandlers(os, studio),
    ...accessHandlers(os, studio),
    standing: standingHandlers(os, studio),
    redaction: redactionHandlers(os, studio),
    ...callHandlers(os, studio),
    audit: auditHandlers(os, studio),
  });
}
