import { createTranslate } from "../../ui/messages/translate.ts";

const en = {
  title: "The vault of {org} is an older copy of itself",
  text: "This studio remembers more changes of keys and secrets than the file holds. Somebody restored an older copy, by hand, from a backup or from a snapshot of the disk; or somebody put an older file in its place. Until an admin has looked at it nothing runs, no secret is used and agents are refused.",
  "numbers.label": "What differs",
  "numbers.known": "Changes this studio remembers",
  "numbers.file": "Changes in the file",
  "numbers.missing": "Missing",
  "numbers.missingCount": "{count, plural, one {# change} other {# changes}}",
  "numbers.at": "Remembered since",
  "numbers.atUnknown": "not known",
  "numbers.waiting": "Waiting calls",
  "means.title": "What may be back",
  "means.secrets": "Secrets that were replaced since: the old values are in the file.",
  "means.keys": "Connector keys that were revoked since.",
  "means.people": "Members who were removed, and roles that were taken away, since.",
  "means.classes": "Classifications of tools as they were.",
  "restore.title": "You have a newer backup",
  "restore.text": "Restore it, and nothing of this is needed.",
  "restore.button": "Restore a newer backup",
  "accept.title": "This copy is all there is",
  "accept.text":
    "Going on with it makes it safe first: every connector key is revoked, every tool becomes Unknown until someone classifies it again, and the encryption key is rotated. Everyone, you too, signs in again. Then replace at their providers the secrets that had changed, and look through People. All of it stands in the log.",
  "accept.passphrase": "Your passphrase",
  "accept.empty": "Type your passphrase.",
  "accept.submit": "Go on with this copy",
  "accept.busy": "Deriving the key takes a moment.",
  "member.title": "An admin has to look at this",
  "member.text": "You are signed in as {role}. Admins of {org}: {admins}.",
  "lock.button": "Lock the vault",
  "role.admin": "admin",
  "role.operator": "operator",
  "role.member": "member",
} as const;

/** Says a message of the page about a vault that went back in time. */
export const t = createTranslate(en);
