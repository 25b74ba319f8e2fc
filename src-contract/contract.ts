/** The people's door: every procedure that a window or the command line can call, with the role it needs. */
import { eventIterator, oc } from "@orpc/contract";
import * as z from "zod";
import {
  agentSession,
  createCredentialInput,
  createKeyInput,
  credentialSummary,
  keyShownOnce,
  keySummary,
  policyBody,
  policySummary,
  setSecretInput,
} from "./access.ts";
import {
  approvalCard,
  approvalSummary,
  approveEditedInput,
  approveInput,
  auditFilter,
  auditPage,
  auditVerification,
  callDetail,
  callFilter,
  callPage,
  checkResult,
  denyInput,
  tryInput,
} from "./call.ts";
import {
  addSamplesInput,
  connectorDetail,
  connectorSummary,
  createConnectorInput,
  removalPreview,
  sampleConnector,
  testResult,
  toolDetail,
  updateConnectorInput,
} from "./connector.ts";
import { contractErrors } from "./errors.ts";
import { callId, connectorId, credentialId, digest, keyId, policyId, sessionId, toolId } from "./ids.ts";
import {
  changePassphraseInput,
  memberSummary,
  orgSettings,
  recoverInput,
  resumeInput,
  setUpInput,
  setUpOutput,
  signInInput,
  signInOutput,
  stopState,
  studioAbout,
  studioEvent,
  studioState,
} from "./studio.ts";
import { jsonObject, riskClass, trustLevel, type Role } from "./values.ts";

/** Who may call a procedure: anyone with a connection, anyone signed in, or a member of at least this role. */
export type Access = "anyone" | Role;

/** What the contract says of each procedure beside its types. */
export interface ProcedureMeta {
  readonly access: Access;
  /** True for what only the studio's own window may do: deciding about calls. */
  readonly isWindowOnly: boolean;
}

const procedure = oc.errors(contractErrors).$meta<ProcedureMeta>({ access: "admin", isWindowOnly: false });
const anyone = procedure.meta({ access: "anyone", isWindowOnly: false });
const member = procedure.meta({ access: "member", isWindowOnly: false });
const operator = procedure.meta({ access: "operator", isWindowOnly: false });
const admin = procedure.meta({ access: "admin", isWindowOnly: false });
const decider = procedure.meta({ access: "operator", isWindowOnly: true });

const none = z.void();
const byConnector = z.object({ id: connectorId });

/** The contract. */
export const contract = {
  studio: {
    state: anyone.input(none).output(studioState),
    about: anyone.input(none).output(studioAbout),
    setUp: anyone.input(setUpInput).output(setUpOutput),
    events: member.input(none).output(eventIterator(studioEvent)),
    stop: operator.input(z.object({ reason: z.string().trim().max(200) })).output(stopState),
    lift: operator.input(none).output(stopState),
    stopState: member.input(none).output(stopState),
    settings: member.input(none).output(orgSettings),
    setSettings: admin.input(orgSettings).output(orgSettings),
  },
  session: {
    signIn: anyone.input(signInInput).output(signInOutput),
    recover: anyone.input(recoverInput).output(signInOutput),
    resume: anyone.input(resumeInput).output(memberSummary),
    changePassphrase: member.input(changePassphraseInput).output(none),
    signOut: member.input(none).output(none),
    /** Locks the vault for everyone. */
    lock: member.input(none).output(none),
    /** Says that a person is there, which puts off the idle lock. */
    touch: member.input(none).output(none),
  },
  connectors: {
    list: member.input(none).output(z.array(connectorSummary)),
    get: member.input(byConnector).output(connectorDetail),
    create: admin.input(createConnectorInput).output(connectorDetail),
    update: admin.input(updateConnectorInput).output(connectorDetail),
    removalPreview: admin.input(byConnector).output(removalPreview),
    remove: admin.input(byConnector).output(removalPreview),
    /** Connects to a saved connector and lists its tools. */
    test: member.input(byConnector).output(testResult),
    /** The same for a config that is not saved. */
    testConfig: admin.input(createConnectorInput).output(testResult),
    /** Asks the server for its tools again. */
    refresh: operator.input(byConnector).output(connectorDetail),
    samples: admin.input(none).output(z.array(sampleConnector)),
    addSamples: admin.input(addSamplesInput).output(z.array(connectorSummary)),
  },
  tools: {
    get: member.input(z.object({ id: toolId })).output(toolDetail),
    setEnabled: admin.input(z.object({ ids: z.array(toolId).min(1).max(2000), isEnabled: z.boolean() })).output(none),
    /** `definitionDigest` is that of the definition that was reviewed; another one is refused. */
    classify: admin.input(z.object({ id: toolId, definitionDigest: digest, riskClass })).output(toolDetail),
    try: member.input(tryInput).output(z.object({ callId })),
  },
  credentials: {
    list: member.input(none).output(z.array(credentialSummary)),
    create: admin.input(createCredentialInput).output(credentialSummary),
    /** Admins set `org_secret` values; every member sets their own `user_secret`. */
    setSecret: member.input(setSecretInput).output(credentialSummary),
    remove: admin.input(z.object({ id: credentialId })).output(none),
  },
  policies: {
    list: member.input(none).output(z.array(policySummary)),
    create: admin.input(policyBody).output(policySummary),
    update: admin.input(z.object({ id: policyId, body: policyBody })).output(policySummary),
    remove: admin.input(z.object({ id: policyId })).output(z.object({ keys: z.int() })),
  },
  keys: {
    list: member.input(none).output(z.array(keySummary)),
    create: admin.input(createKeyInput).output(keyShownOnce),
    regenerate: admin.input(z.object({ id: keyId })).output(keyShownOnce),
    revoke: admin.input(z.object({ id: keyId })).output(none),
  },
  sessions: {
    list: member.input(none).output(z.array(agentSession)),
    pause: operator.input(z.object({ id: sessionId, reason: z.string().trim().max(200) })).output(agentSession),
    resume: operator.input(z.object({ id: sessionId })).output(agentSession),
    setTrust: operator.input(z.object({ id: sessionId, trustLevel })).output(agentSession),
  },
  approvals: {
    list: operator.input(none).output(z.array(approvalSummary)),
    card: operator.input(z.object({ callId })).output(approvalCard),
    check: operator.input(z.object({ callId, arguments: jsonObject })).output(checkResult),
    approve: decider.input(approveInput).output(none),
    approveEdited: decider.input(approveEditedInput).output(none),
    deny: decider.input(denyInput).output(none),
  },
  calls: {
    list: member.input(callFilter).output(callPage),
    get: member.input(z.object({ id: callId })).output(callDetail),
    cancel: operator.input(z.object({ id: callId })).output(none),
  },
  audit: {
    list: operator.input(auditFilter).output(auditPage),
    verify: operator.input(none).output(auditVerification),
  },
};

/** The type of the contract, for clients. */
export type Contract = typeof contract;
