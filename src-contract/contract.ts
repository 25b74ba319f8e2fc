/** The people's door: every procedure that a window or the command line can call, with the role it needs. */
import { eventIterator } from "@orpc/contract";
import * as z from "zod";
import {
  agentSession,
  clearSecretInput,
  createCredentialInput,
  createKeyInput,
  credentialSummary,
  keyShownOnce,
  keySummary,
  policyBody,
  policySummary,
  setSecretInput,
  updateCredentialInput,
} from "./access.ts";
import {
  acceptLossInput,
  auditExportInput,
  auditExportPiece,
  auditFilter,
  auditPage,
  auditProof,
  auditProofInput,
  auditStatus,
  auditTimeline,
  auditTimelineInput,
  auditVerification,
} from "./audit.ts";
import {
  approvalCard,
  approvalSummary,
  approveEditedInput,
  approveInput,
  approveManyInput,
  approveOutput,
  callDetail,
  callFilter,
  callPage,
  checkResult,
  decideManyOutput,
  denyInput,
  denyManyInput,
  releaseInput,
  resultCard,
  tryInput,
  withholdInput,
} from "./call.ts";
import {
  addSamplesInput,
  classifyInput,
  classifyManyInput,
  classifyManyOutput,
  connectorDetail,
  connectorSummary,
  createConnectorInput,
  deskTool,
  removalPreview,
  sampleConnector,
  testResult,
  toolDetail,
  updateConnectorInput,
} from "./connector.ts";
import { admin, anyone, decider, member, operator } from "./procedure.ts";
import { connectorApproval, createStandingInput, grantScopeInput, standingApproval } from "./gate.ts";
import {
  callId,
  connectorId,
  credentialId,
  invitationId,
  keyId,
  memberId,
  orgId,
  policyId,
  sessionId,
  standingId,
  teamId,
  toolId,
} from "./ids.ts";
import {
  acceptInput,
  acceptOutput,
  confirmInput,
  createTeamInput,
  invitationDetail,
  inviteInput,
  inviteOutput,
  memberDetail,
  memberRemoval,
  setRoleInput,
  setTeamMembersInput,
  teamDetail,
} from "./people.ts";
import {
  changePassphraseInput,
  memberSummary,
  orgSettings,
  recoverInput,
  resumeInput,
  selectInput,
  setUpInput,
  setUpOutput,
  signInInput,
  signInOutput,
  signInWithKeychainInput,
  stopState,
  studioAbout,
  studioEvent,
  studioState,
} from "./studio.ts";
import { accountProcedures, providerProcedures } from "./oauth-procedures.ts";
import {
  ownPattern,
  patternCheck,
  redactionCount,
  redactionRule,
  redactionSettings,
  triedRedaction,
  tryRedactionInput,
} from "./redaction.ts";
import { displayName, jsonObject, plainTrustLevel } from "./values.ts";
import {
  backupFacts,
  beginEntryInput,
  createBackupInput,
  entryOffer,
  exportInput,
  exportOutput,
  filePath,
  headlessKeyShownOnce,
  importInput,
  importOutput,
  orgRemoval,
  passphraseAgain,
  recoveryKeyShownOnce,
  removeOrgInput,
  removeUnlockerInput,
  restoreInput,
  vaultStatus,
} from "./vault.ts";

const none = z.void();
const byConnector = z.object({ id: connectorId });

/** The contract. */
export const contract = {
  studio: {
    state: anyone.input(none).output(studioState),
    about: anyone.input(none).output(studioAbout),
    setUp: anyone.input(setUpInput).output(setUpOutput),
    /** Looks at another organization from this connection. A sign-in there is kept. */
    select: anyone.input(selectInput).output(studioState),
    events: member.input(none).output(eventIterator(studioEvent)),
    stop: operator.input(z.object({ reason: z.string().trim().max(200) })).output(stopState),
    lift: operator.input(none).output(stopState),
    stopState: member.input(none).output(stopState),
    settings: member.input(none).output(orgSettings),
    setSettings: admin.input(orgSettings).output(orgSettings),
  },
  session: {
    signIn: anyone.input(signInInput).output(signInOutput),
    signInWithKeychain: anyone.input(signInWithKeychainInput).output(signInOutput),
    recover: anyone.input(recoverInput).output(signInOutput),
    resume: anyone.input(resumeInput).output(memberSummary),
    changePassphrase: member.input(changePassphraseInput).output(none),
    signOut: member.input(none).output(none),
    /** Locks every vault of the studio and starts the sidecar anew. Anyone may: it only ever takes power away. */
    lock: anyone.input(none).output(none),
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
    /** Sets its approval policy: stricter than the trust levels, or Read-only relaxed. */
    setApproval: admin.input(z.object({ id: connectorId, approval: connectorApproval })).output(connectorDetail),
  },
  tools: {
    get: member.input(z.object({ id: toolId })).output(toolDetail),
    setEnabled: admin.input(z.object({ ids: z.array(toolId).min(1).max(2000), isEnabled: z.boolean() })).output(none),
    /** Every tool of every connector, for the classification desk. */
    list: member.input(none).output(z.array(deskTool)),
    /** Another definition than the one that was reviewed is refused. */
    classify: admin.input(classifyInput).output(toolDetail),
    classifyMany: admin.input(classifyManyInput).output(classifyManyOutput),
    try: member.input(tryInput).output(z.object({ callId })),
  },
  credentials: {
    list: member.input(none).output(z.array(credentialSummary)),
    create: admin.input(createCredentialInput).output(credentialSummary),
    update: admin.input(updateCredentialInput).output(credentialSummary),
    /** A one-time key to seal values to. */
    beginEntry: member.input(beginEntryInput).output(entryOffer),
    /** Admins set `org_secret` values, members of a team its `team_secret`, every member their own `user_secret`. */
    setSecret: member.input(setSecretInput).output(credentialSummary),
    clearSecret: member.input(clearSecretInput).output(credentialSummary),
    remove: admin.input(z.object({ id: credentialId })).output(none),
  },
  /** Authorization servers and the apps that members connect with. */
  providers: providerProcedures,
  /** The accounts of the person who asks. */
  accounts: accountProcedures,
  people: {
    list: member.input(none).output(z.array(memberDetail)),
    invite: admin.input(inviteInput).output(inviteOutput),
    invitations: admin.input(none).output(z.array(invitationDetail)),
    withdraw: admin.input(z.object({ id: invitationId })).output(none),
    accept: anyone.input(acceptInput).output(acceptOutput),
    confirm: admin.input(confirmInput).output(memberDetail),
    setRole: admin.input(setRoleInput).output(memberDetail),
    removalPreview: admin.input(z.object({ id: memberId })).output(memberRemoval),
    /** Takes all power at once, then rotates every key that the member held. */
    remove: admin.input(z.object({ id: memberId })).output(memberRemoval),
  },
  teams: {
    list: member.input(none).output(z.array(teamDetail)),
    create: admin.input(createTeamInput).output(teamDetail),
    rename: admin.input(z.object({ id: teamId, name: displayName })).output(teamDetail),
    setMembers: admin.input(setTeamMembersInput).output(teamDetail),
    /** Its `team_secret` values go with it. */
    remove: admin.input(z.object({ id: teamId })).output(z.object({ secrets: z.int() })),
  },
  orgs: {
    rename: admin.input(z.object({ name: displayName })).output(none),
    removalPreview: admin.input(none).output(orgRemoval),
    /** Destroys the organization's keys, then its file. */
    remove: admin.input(removeOrgInput).output(none),
  },
  vault: {
    status: member.input(none).output(vaultStatus),
    /** Starts a rotation; it goes on in the background and after a restart. */
    rotate: admin.input(none).output(vaultStatus),
    acceptRollback: admin.input(passphraseAgain).output(none),
    renewRecoveryKey: member.input(passphraseAgain).output(recoveryKeyShownOnce),
    addKeychain: member.input(passphraseAgain).output(vaultStatus),
    addHeadlessKey: member.input(passphraseAgain).output(headlessKeyShownOnce),
    removeUnlocker: member.input(removeUnlockerInput).output(vaultStatus),
  },
  backups: {
    create: admin.input(createBackupInput).output(backupFacts),
    list: admin.input(none).output(z.array(backupFacts)),
    inspect: anyone.input(z.object({ path: filePath })).output(backupFacts),
    /**
     * A studio without an organization restores for anyone, one with others for whoever is signed in, an organization that is here for its
     * admin, or for anyone while its vault cannot be read.
     */
    restore: anyone.input(restoreInput).output(z.object({ orgId })),
    export: admin.input(exportInput).output(exportOutput),
    import: admin.input(importInput).output(importOutput),
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
    /** Ends the session's scope, if it has one. */
    setTrust: operator.input(z.object({ id: sessionId, trustLevel: plainTrustLevel })).output(agentSession),
    /** Makes a session Autonomous inside a scope. Dangerous and Unknown tools run in it only when an admin grants it. */
    grantScope: decider.input(grantScopeInput).output(agentSession),
    /** Back to Supervised, at once. */
    endScope: operator.input(z.object({ id: sessionId })).output(agentSession),
    /** Says that what the session read from outside was looked at. */
    clearTaint: decider.input(z.object({ id: sessionId })).output(agentSession),
  },
  standing: {
    list: operator.input(none).output(z.array(standingApproval)),
    create: decider.input(createStandingInput).output(standingApproval),
    revoke: operator.input(z.object({ id: standingId })).output(standingApproval),
  },
  approvals: {
    list: operator.input(none).output(z.array(approvalSummary)),
    card: operator.input(z.object({ callId })).output(approvalCard),
    check: operator.input(z.object({ callId, arguments: jsonObject })).output(checkResult),
    approve: decider.input(approveInput).output(approveOutput),
    approveEdited: decider.input(approveEditedInput).output(approveOutput),
    approveMany: decider.input(approveManyInput).output(decideManyOutput),
    deny: decider.input(denyInput).output(none),
    denyMany: decider.input(denyManyInput).output(decideManyOutput),
    /** A result that waits to be looked at. */
    result: operator.input(z.object({ callId })).output(resultCard),
    release: decider.input(releaseInput).output(none),
    withhold: decider.input(withholdInput).output(none),
  },
  calls: {
    list: member.input(callFilter).output(callPage),
    get: member.input(z.object({ id: callId })).output(callDetail),
    cancel: operator.input(z.object({ id: callId })).output(none),
  },
  audit: {
    list: operator.input(auditFilter).output(auditPage),
    timeline: operator.input(auditTimelineInput).output(auditTimeline),
    status: operator.input(none).output(auditStatus),
    verify: operator.input(none).output(auditVerification),
    /** After an end of the log was lost; what was approved in advance so many times ends with it. */
    acceptLoss: admin.input(acceptLossInput).output(none),
    export: operator.input(auditExportInput).output(eventIterator(auditExportPiece)),
    proof: operator.input(auditProofInput).output(auditProof),
  },
  redaction: {
    settings: member.input(none).output(redactionSettings),
    setSettings: admin.input(redactionSettings).output(redactionSettings),
    checkPattern: admin.input(ownPattern).output(patternCheck),
    rules: member.input(none).output(z.array(redactionRule)),
    counts: operator.input(none).output(z.array(redactionCount)),
    /** Tries a text on the rules, the vault's values included. */
    try: operator.input(tryRedactionInput).output(triedRedaction),
  },
};

/** The type of the contract, for clients. */
export type Contract = typeof contract;
