/**
 * The databases of a studio home. SQL lives here and nowhere else: the rooms above call this room's functions, which take the
 * database or a transaction and speak in rows. It refuses a home that another process owns and a database that is newer or damaged,
 * and it never repairs by deleting.
 */
export { anchorNoteAt, type AnchorNote } from "./anchor-note.ts";
export { accountRows, deleteAccountRow, putAccountRow, touchAccountRow, updateAccountRow } from "./account-rows.ts";
export {
  auditCheckpoints,
  dropAuditCheckpointsOver,
  auditKeyRow,
  auditKeyRows,
  auditSignerRow,
  deleteAuditKeysBefore,
  lastAuditCheckpoint,
  putAuditCheckpoint,
  putAuditKeyRow,
  putAuditSignerRow,
} from "./audit-key-rows.ts";
export {
  auditCount,
  auditCountsByTime,
  auditHashesAfter,
  auditRowAt,
  auditRowsAfter,
  auditRowsBefore,
  auditRowsOf,
  auditRowsThrough,
  eraseAuditBodies,
  erasedAuditCount,
  firstAuditBody,
  insertAuditRow,
  lastAuditRow,
  lastAuditRowOf,
  lastAuditRowWith,
  type AuditRowFilter,
} from "./audit-rows.ts";
export {
  backupNote,
  contentsOf,
  dropBackupNote,
  openBackup,
  openBackupCopy,
  orgRowIn,
  writeBackupNote,
} from "./backup-rows.ts";
export {
  BODY_COLUMNS,
  bodiesOf,
  bodyCount,
  bodyVersions,
  openDecisions,
  replaceBodies,
  type BodyColumn,
} from "./body-rows.ts";
export {
  callById,
  callsBefore,
  countCallsOfTool,
  endCall,
  eraseCallBodies,
  insertCall,
  lastCallTimes,
  lastApprovedCall,
  moveCall,
  showCallAnew,
  openCalls,
  recentCallsOfKey,
  waitingCallCount,
  type CallFacts,
  type NewCallRow,
} from "./call-rows.ts";
export {
  classificationRows,
  classifyIfUnchanged,
  connectorRows,
  countGrantsOf,
  deleteConnectorRow,
  insertConnectorRow,
  insertToolRow,
  setToolsEnabled,
  toolRows,
  updateConnectorRow,
  updateToolRow,
  type ClassificationByName,
} from "./catalog-rows.ts";
export { toolUses, type ToolUse } from "./tool-uses.ts";
export { waitingRows, type WaitingRow } from "./waiting-rows.ts";
export {
  credentialRows,
  deleteCredentialRow,
  insertCredentialRow,
  touchCredentialRow,
  updateCredentialRow,
} from "./credential-rows.ts";
export {
  deleteInvitation,
  deleteInvitedMember,
  deleteTeamRow,
  deleteTeamsOf,
  insertInvitation,
  insertMember,
  insertOrg,
  insertTeam,
  invitationRows,
  memberRows,
  renameOrgRow,
  renameTeamRow,
  replaceTeamMembers,
  teamMemberRows,
  teamRows,
  updateMember,
} from "./member-rows.ts";
export {
  auditAnchorName,
  deleteDeviceFact,
  deleteOrgEntry,
  deviceFact,
  insertOrgEntry,
  orgEntries,
  renameOrgEntry,
  setDeviceFact,
} from "./studio-rows.ts";
export {
  deleteSecretRow,
  deleteVaultRecord,
  insertVaultRecords,
  putSecretRow,
  putVaultRecord,
  secretRow,
  secretRows,
  shredVaultRecords,
  vaultRecord,
  vaultRecords,
  type SecretName,
  type VaultRecordName,
} from "./vault-rows.ts";
export { AUTHORITY_SIGNATURE, authorityDigests, dropAuthority, type ProvenMember } from "./authority-rows.ts";
export { dropLateAnswer, lateAnswers, putLateAnswer } from "./late-answer-rows.ts";
export { releaseLease, takeLease } from "./lease-rows.ts";
export {
  deleteProviderRow,
  insertProviderRow,
  noteRegistrations,
  providerRows,
  updateProviderRow,
} from "./provider-rows.ts";
export { openHome, orgDatabasePath, studioDatabasePath, type StudioHome } from "./home.ts";
export { openReadOnly, type OpenDatabase } from "./open-database.ts";
export {
  deletePolicyRow,
  grantRows,
  insertKeyRow,
  insertPolicyRow,
  keyRows,
  policyRows,
  replaceGrantRows,
  updateKeyRow,
  updatePolicyRow,
  type KeyByName,
} from "./policy-rows.ts";
export { type AuditDraft, type OrgDb, type Recorder } from "./recorder.ts";
export {
  callCountsOf,
  clearTaintRowsOf,
  endSessionRowsOf,
  insertSessionRow,
  liveSessionRows,
  newestSessionRows,
  pausedSessionCount,
  sessionRow,
  taintRows,
  updateSessionRow,
  type CallCount,
} from "./session-rows.ts";
export {
  countStandingUse,
  deleteEndedStandingRows,
  endStandingRow,
  insertStandingRow,
  loggedEndings,
  standingRows,
  type StandingByName,
} from "./standing-rows.ts";
export { redactionCountsSince } from "./redaction-rows.ts";
export { setSettingText, settingText } from "./setting-rows.ts";
export { isDiskFull, isUniqueViolation, StoreError } from "./store-error.ts";
export type * from "./tables.ts";
