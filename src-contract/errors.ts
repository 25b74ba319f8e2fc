/** Every error that crosses the people's door, with its stable code. Messages are for people and may change; codes may not. */
import * as z from "zod";

/** What every error carries beside its code and message. */
export const errorData = z.object({
  /** What to do now, as one sentence. */
  hint: z.string().optional(),
  /** Which fields were wrong, for a form: a JSON pointer and a sentence each. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With `host_not_allowed`: the `host:port` that an admin could allow. */
  host: z.string().optional(),
});
export type ErrorData = z.infer<typeof errorData>;

/** Stable codes with the sentence shown when nothing more exact is known. */
export const errorMessages = {
  not_signed_in: "Sign in with your passphrase to do this.",
  forbidden: "Your role does not allow this.",
  vault_locked: "The vault is locked. Nothing was sent.",
  wrong_passphrase: "That passphrase does not open this vault.",
  wrong_recovery_key: "That recovery key does not open this vault.",
  too_many_attempts: "Too many wrong passphrases. Wait before the next try.",
  vault_unreadable: "The vault cannot be read. Nothing was changed.",
  already_set_up: "This studio already has an organization.",
  not_found: "That no longer exists.",
  name_taken: "That name is already used.",
  name_reserved: "That name is reserved for Gatehouse's own tools.",
  in_use: "It is still in use.",
  conflict: "Someone changed this in the meantime. Look at it again.",
  invalid_input: "Some of the input is not valid.",
  arguments_invalid: "The arguments do not fit the tool's schema.",
  tool_unavailable: "That tool is switched off or no longer offered.",
  digest_mismatch: "The call is not the one that was shown. Look at it again before you decide.",
  already_decided: "This call was already decided.",
  not_waiting: "This call is not waiting any more.",
  reason_required: "This connector's policy asks for a reason.",
  passphrase_required: "This connector's policy asks for your passphrase.",
  not_an_approver: "You are not one of those who may approve this call.",
  already_approved: "You have approved this call already. Somebody else has to approve it too.",
  not_editable: "A call that several people have to approve cannot be edited. Deny it and say what to change.",
  admin_needed: "Only an admin can let Dangerous or Unknown calls run in advance.",
  pattern_refused: "That pattern cannot be used.",
  connector_unreachable: "The connector could not be reached.",
  connector_refused: "The connector refused the connection.",
  connector_misbehaved: "The connector answered in a way that the protocol does not allow.",
  url_refused: "That address is not allowed.",
  host_not_allowed: "That address is on this machine or in a private network. An admin can allow it by name.",
  command_not_found: "The command was not found.",
  folder_not_found: "That folder does not exist.",
  credential_missing: "A credential that this connector needs has no value.",
  account_needed: "An account has to be connected in Gatehouse first. Nothing was sent.",
  oauth_unreachable: "The authorization server could not be reached. What is connected stays connected.",
  oauth_discovery_failed: "Where to sign in could not be found out.",
  oauth_insecure_url: "The authorization server names an address that is not allowed. Nothing was opened.",
  oauth_bad_metadata: "The authorization server describes itself in a way that cannot be trusted.",
  oauth_issuer_mismatch: "The authorization server says that it is another one.",
  oauth_issuer_changed: "The server now names another authorization server than the one that its app belongs to.",
  oauth_resource_mismatch: "The server's description is for another server.",
  oauth_split_endpoints: "The authorization server signs in at one site and exchanges at another.",
  oauth_pkce_unsupported: "The authorization server does not protect the sign-in against interception (PKCE).",
  oauth_client_needed: "This authorization server wants an app that somebody creates there first.",
  oauth_client_refused: "The authorization server does not know the app, or refuses its secret.",
  oauth_denied: "The sign-in was refused at the authorization server.",
  oauth_bad_answer: "The authorization server's answer is not one that the sign-in allows. Nothing was stored.",
  oauth_bad_token: "The authorization server sent a token that cannot be used. Nothing was stored.",
  oauth_grant_refused: "The authorization server no longer accepts this connection.",
  oauth_scope_needed: "The connected account lacks a permission that the server asks for.",
  oauth_expired: "The sign-in took too long. Begin it again.",
  oauth_not_stored: "The sign-in could not be stored.",
  oauth_port_busy: "The port that the sign-in has to come back to is in use by another program.",
  stopped: "All calls are stopped.",
  other_member: "The vault is open for someone else. Lock it first: waiting calls keep waiting.",
  scope_locked: "That value belongs to someone who is not signed in.",
  invitation_invalid: "That invitation code is not one of this organization's.",
  invitation_expired: "That invitation has expired or was answered already. Ask for another one.",
  fingerprint_mismatch: "That is not the fingerprint of the answer. Compare it again with the person.",
  last_admin: "The organization needs at least one admin.",
  rolled_back: "The vault is an older copy of itself. An admin has to look at it first.",
  rotation_running: "The key is being rotated already.",
  entry_expired: "That entry was used or has expired. Enter the value again.",
  keychain_unavailable: "The operating system's keychain cannot be used here.",
  file_unreadable: "That file could not be read.",
  file_unwritable: "The file could not be written.",
  backup_damaged: "That is no complete backup of Gatehouse. Nothing was changed.",
  export_damaged: "That is no complete export of Gatehouse, or not the right passphrase. Nothing was changed.",
  disk_full: "The disk is full. Nothing was sent.",
  audit_unwritable: "The audit log could not be written, so nothing was sent.",
  too_large: "That is larger than Gatehouse accepts.",
  internal: "Something went wrong inside Gatehouse.",
} as const;

/** A stable error code. */
export type ErrorCode = keyof typeof errorMessages;

type ContractErrors = { readonly [Code in ErrorCode]: { readonly message: string; readonly data: typeof errorData } };

/** The same table in the shape that the RPC contract takes. */
export const contractErrors: ContractErrors = contractErrorsOf(Object.entries(errorMessages));

function contractErrorsOf(entries: readonly (readonly [string, string])[]): ContractErrors {
  const errors = Object.fromEntries(entries.map(([code, message]) => [code, { message, data: errorData }]));
  return errors as ContractErrors; // Proven by construction: one member for each entry of `errorMessages`.
}
