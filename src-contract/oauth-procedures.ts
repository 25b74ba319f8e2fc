/** The procedures of OAuth: providers and connected accounts. */
import * as z from "zod";
import { accountId, attemptId, providerId } from "./ids.ts";
import {
  accountEntry,
  attemptState,
  beginProviderEntryInput,
  connectInput,
  connectOutput,
  connectedAccount,
  createProviderInput,
  disconnectOutput,
  discoverInput,
  discovered,
  providerEntryOffer,
  providerPreset,
  providerRemoval,
  providerSummary,
  setClientSecretInput,
  updateProviderInput,
} from "./oauth.ts";
import { admin, member } from "./procedure.ts";

const none = z.void();

const providers = {
  list: member.input(none).output(z.array(providerSummary)),
  presets: admin.input(none).output(z.array(providerPreset)),
  create: admin.input(createProviderInput).output(providerSummary),
  /** Another server, client or owner ends the accounts that are connected there. */
  update: admin.input(updateProviderInput).output(providerSummary),
  removalPreview: admin.input(z.object({ id: providerId })).output(providerRemoval),
  /** Refused while a connector uses it. Accounts are revoked as far as their keys are open. */
  remove: admin.input(z.object({ id: providerId })).output(providerRemoval),
  beginEntry: admin.input(beginProviderEntryInput).output(providerEntryOffer),
  setClientSecret: admin.input(setClientSecretInput).output(providerSummary),
  /** Forgets what a server registered dynamically: the next connection registers anew. */
  forgetRegistrations: admin.input(z.object({ id: providerId })).output(providerSummary),
  /** Finds out where an address signs in, without connecting. */
  discover: admin.input(discoverInput).output(discovered),
};

const accounts = {
  list: member.input(none).output(z.array(accountEntry)),
  connect: member.input(connectInput).output(connectOutput),
  attempt: member.input(z.object({ attemptId })).output(attemptState),
  cancel: member.input(z.object({ attemptId })).output(none),
  /** Refreshes now, and says how it is. */
  refresh: member.input(z.object({ id: accountId })).output(connectedAccount),
  disconnect: member.input(z.object({ id: accountId })).output(disconnectOutput),
};

/* Named, because the type of the whole contract is otherwise longer than the compiler writes down. */
type Providers = typeof providers;
type Accounts = typeof accounts;
/** As `providerProcedures`. */
export interface ProviderProcedures extends Providers {}
/** As `accountProcedures`. */
export interface AccountProcedures extends Accounts {}

/** Authorization servers and the apps that members connect with. */
export const providerProcedures: ProviderProcedures = providers;
/** The accounts of the person who asks. */
export const accountProcedures: AccountProcedures = accounts;
