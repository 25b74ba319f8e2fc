import { createTranslate } from "../../ui/messages/translate.ts";

const en = {
  "locked.title": "The vault of {org} is locked",
  "locked.text": "Calls wait and nothing runs until someone opens it.",
  "signedOut.title": "Sign in to {org}",
  "signedOut.text": "The vault is open and calls go on. Sign in to see and decide them.",
  "form.label": "Sign in",
  "form.member": "Member",
  "form.passphrase": "Passphrase",
  "form.unlock": "Open the vault",
  "form.signIn": "Sign in",
  "form.opening": "Deriving the vault's key takes a moment.",
  "form.empty": "Type your passphrase.",
  "form.lost": "Use the recovery key instead",
  "recover.title": "Open the vault with the recovery key",
  "recover.text": "Then set a new passphrase. The recovery key stays as it is.",
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
  "role.admin": "admin",
  "role.operator": "operator",
  "role.member": "member",
} as const;

/** Says a message of the sign-in. */
export const t = createTranslate(en);
