import { RANK } from "../scan/detector.ts";
import { rule, type TokenRule } from "./rule.ts";

const setting = { rank: RANK.setting } as const;
const DIGITS = String.raw`(?<secret>[0-9]{3}[ -][0-9]{3}|[0-9]{4,8})(?![0-9%-]|[.,:][0-9])`;
const CODE = String.raw`(?:otp|totp|2fa|mfa|sms|tan|pin|one-?time|passcode|(?:verification|security|login|sign-?in|authentication|authenticator|confirmation|access|auth)[ _-]?(?:code|pin|number|token))`;

/** Codes that let somebody in once, or when everything else is lost. */
export const CODES: readonly TokenRule[] = [
  rule(
    "one-time-code",
    [
      "otp",
      "totp",
      "2fa",
      "mfa",
      "one-time",
      "one time",
      "verification",
      "security code",
      "login code",
      "sign-in code",
      "passcode",
      "authentication code",
      "confirmation code",
      "sms code",
      "access code",
      "auth code",
    ],
    new RegExp(
      String.raw`${CODE}(?:[ _-]?(?:pass(?:word|code)?|code|pin|token|number))?["'\`*]{0,3}(?: (?:for|to|at|from) [^\n:]{1,40}?)?(?: (?:is|was|of|ist|est|es))?\s{0,2}[:=#]?\s{0,3}["'\`*]{0,3}${DIGITS}`,
      "i",
    ),
    { alone: true, ...setting },
  ),
  rule(
    "one-time-code",
    [
      " is your ",
      " is the ",
      " ist ihr ",
      " ist dein ",
      " est votre ",
      " es tu ",
      " es su ",
      " as your ",
      " to verify",
      " to log in",
      " to sign in",
      " to confirm",
    ],
    /(?<![\w.-])(?:[A-Z]{1,3}-)?(?<secret>[0-9]{3}[ -][0-9]{3}|[0-9]{4,8}) (?:(?:is (?:your|the)|ist (?:ihr|dein)|est votre|es (?:tu|su)|as your) [^\n]{0,40}?(?:code|pin|otp|passw|passcode|c[oó]digo)|to (?:verify|log in|sign in|confirm))/i,
    { lead: 12, before: /[0-9]/, ...setting },
  ),
  rule(
    "one-time-code",
    ["your code", "code is", "code:", "code: ", "device code", "user code", "the code "],
    /(?:(?:your|the|login|enter|following) (?:[\w-]{1,16} ){0,2}code|code)(?: is|:| is:)? {0,2}["'`*]{0,3}(?<secret>[A-Z0-9]{4}-[A-Z0-9]{4}(?![A-Z0-9-]))/i,
    { ...setting, accept: (secret) => /[A-Z]/.test(secret) && !/[a-z]/.test(secret) },
  ),
  rule(
    "one-time-code",
    ["your code", "your temporary code", "enter code", "enter the code", "code is "],
    new RegExp(
      String.raw`(?:(?:your|temporary|enter|the) (?:[\w-]{1,16} ){0,3}code|code)(?: is)?[: ]{1,3}["'\`*]{0,3}${DIGITS}`,
      "i",
    ),
    { alone: true, ...setting, accept: (secret) => secret.replace(/\D/g, "").length >= 5 },
  ),
  rule(
    "pin",
    ["pin", "puk"],
    /(?:PIN|PUK)[12]?["'`]? ?(?:code|number)?["'`]? ?[:=#]? ?["'`]?(?<secret>[0-9]{4,8})(?![0-9%-]|[.,:][0-9])/,
    {
      alone: true,
      ...setting,
    },
  ),
  rule(
    "pin",
    ["_pin", "pin_", "pincode", "debugger pin"],
    /(?:_pin(?:_?code)?|pin_?code|debugger pin)["'`]?\s?[:=]\s?["'`]?(?<secret>[0-9]{3}-[0-9]{3}-[0-9]{3}|[0-9]{4,8})(?![0-9%-]|[.,:][0-9])/i,
    setting,
  ),
  rule(
    "card-code",
    ["cvv", "cvc", "card security code", "card_code", "cvn"],
    /(?:cv[vc]2?|cvn|card[ _](?:security[ _])?code)["'`*]{0,3}(?: (?:is|code))?\s{0,2}[:=]?\s{0,2}["'`]?(?<secret>[0-9]{3,4})(?![0-9%-]|[.,:][0-9])/i,
    {
      alone: true,
      ...setting,
    },
  ),
  rule(
    "recovery-code",
    [
      "recovery code",
      "backup code",
      "scratch code",
      "recovery_code",
      "backup_code",
      "recoverycode",
      "backupcode",
      "recovery-code",
      "backup-code",
      "emergency code",
      "recovery key",
      "rescue code",
      "wiederherstellungs",
      "codes de secours",
      "single-use code",
      "one-time codes",
    ],
    /(?:(?:recovery|backup|scratch|emergency|rescue|single-use|one-time)[ _-]?(?:code|key)s?|wiederherstellungs(?:codes?|schlüssel)|codes de secours)(?: for [^\n:]{1,40})?["'`*]{0,3}\s{0,3}(?:\([^)\n]{0,60}\))?[:=]?[^\S\n]{0,4}\[?\s{0,40}["'`]?(?<secret>(?:(?:[-*•] |[0-9]{1,2}[.)] ?)?(?=[a-z0-9-]{0,11}[0-9])[a-z0-9]{4,10}(?:[- ][a-z0-9]{4,10}){0,7}["'`]?(?:,? ?\||,|(?=\s|\\n|$|\]))(?:\s|\\n|["'`]){0,40}){1,20})/i,
    { ...setting, accept: (secret) => /[0-9]/.test(secret) && secret.length >= 8 },
  ),
  rule(
    "disk-recovery-key",
    ["recovery key", "recovery password", "bitlocker", "numerical password", "numericalpassword"],
    /(?:key|password|bitlocker)[^\n]{0,40}\s{0,80}(?<secret>[0-9]{6}(?:-[0-9]{6}){7})/i,
  ),
  rule(
    "disk-recovery-key",
    ["recovery key"],
    /recovery key[^\n]{0,40}?\s{1,8}["'`]?(?<secret>[A-Z0-9]{4}(?:-[A-Z0-9]{4}){5})(?![A-Z0-9-])/i,
  ),
  rule(
    "license-key",
    ["license", "licence", "product key", "serial", "activation", "cd key", "cd-key", "lizenz", "productkey"],
    /(?:licen[sc]e|product|serial|activation|cd|lizenz)[ _-]?(?:key|code|number|no|schl[üu]ssel)?["'`*]{0,3}(?: is)?\s{0,2}[:=#]?\s{0,3}["'`*]{0,3}(?<secret>[A-Z0-9]{4,8}(?:-[A-Z0-9]{4,8}){3,7})(?![A-Z0-9-])/i,
    {
      ...setting,
      accept: (secret) =>
        /[0-9]/.test(secret) && /[A-Z]/i.test(secret) && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{8}/i.test(secret),
    },
  ),
  rule(
    "totp-secret",
    [
      "totp",
      "2fa",
      "authenticator",
      "setup key",
      "two-factor",
      "mfa",
      "otp",
      "google auth",
      "secret key",
      "two factor",
    ],
    /(?:totp|2fa|authenticator|two.factor|mfa|otp|set-?up|secret)(?:[ _-](?:app|secret|key|setup|seed|code|config|auth|authenticator)){0,3}["'`*]{0,3}(?: is)?\s{0,2}[:=]?\s{0,3}["'`*]{0,3}(?<secret>[A-Z2-7]{4}(?: [A-Z2-7]{4}){3,15}|[a-z2-7]{4}(?: [a-z2-7]{4}){3,15}|[A-Z2-7]{16,64}={0,6})(?![A-Za-z0-9])/i,
    { ...setting, alone: true, accept: (secret) => /[2-7]/.test(secret) && !/[a-z][A-Z]|[A-Z][a-z]/.test(secret) },
  ),
];
