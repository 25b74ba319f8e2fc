import { createTranslate } from "../../ui/messages/translate.ts";

const en = {
  "locked.title": "The vault of {org} is locked",
  "locked.text":
    "{waiting, plural, =0 {No call is waiting.} one {# call waits for a person, and waits on.} other {# calls wait for a person, and wait on.}} New calls are refused until someone opens the vault.",
  "signedOut.title": "Sign in to {org}",
  "signedOut.text":
    "The vault is open for {member} and calls go on. {waiting, plural, =0 {No call is waiting.} one {# call waits for a person.} other {# calls wait for a person.}}",
  "stopped.text": "All calls are stopped: whatever happens here, none runs until somebody signs in and lifts it.",
  "signedOut.nobody": "someone",
  "member.label": "Member",
  "form.label": "Sign in",
  "form.passphrase": "Passphrase",
  "form.unlock": "Open the vault",
  "form.signIn": "Sign in",
  "form.opening": "Deriving the vault's key takes a moment.",
  "form.empty": "Type your passphrase.",
  "form.lost": "Use the recovery key instead",
  "form.notReady": "The studio is starting anew. It takes a moment.",
  "keychain.label": "Another way in",
  "keychain.open": "Open with this computer's keychain",
  "other.title": "The vault is open for {member}",
  "other.text":
    "Only one member's keys are open at a time. To sign in as {next}, lock the vault first: {waiting, plural, =0 {no call is waiting} one {# waiting call waits on} other {# waiting calls wait on}}, and new calls are refused until {next} has opened it.",
  "other.lock": "Lock the vault and switch to {next}",
  "recover.title": "Open the vault with the recovery key",
  "recover.text": "The one that {member} was given. Then set a new passphrase; the recovery key stays as it is.",
  "recover.key": "Recovery key",
  "recover.keyHint": "14 groups of four characters. Case and separators do not matter.",
  "recover.next": "New passphrase",
  "recover.nextHint": "At least 8 characters; a few unrelated words make a good one.",
  "recover.confirm": "The same passphrase again",
  "recover.submit": "Open and set the passphrase",
  "recover.back": "Back to the passphrase",
  "recover.keyEmpty": "Type the recovery key.",
  "recover.short": "At least 8 characters.",
  "recover.differs": "The two passphrases differ.",
  "invitation.text": "Were you invited to {org}?",
  "invitation.answer": "Answer an invitation",
  "role.admin": "admin",
  "role.operator": "operator",
  "role.member": "member",
} as const;

/** Says a message of the sign-in. */
export const t = createTranslate(en);
