import { isStandIn } from "../detect/plausible.ts";
import { looksRandom } from "../detect/random-text.ts";
import { RANK } from "../scan/detector.ts";
import { rule, type TokenRule } from "./rule.ts";

const QUOTED = String.raw`[b@fNLr]?["'\`](?<secret>[^"'\`\n]{4,200})["'\`]`;
const TEXT = String.raw`[b@fNLr]?["'\`][^"'\`\n]{1,160}["'\`]`;
const NEXT = String.raw`\s{0,4},\s{0,8}`;

/** Secrets among the arguments of calls that are known to take one. */
export const CALLS: readonly TokenRule[] = [
  call(
    [
      "login(",
      "auth=(",
      "auth = (",
      "basicauth(",
      "basic_auth(",
      "authenticate(",
      "signin(",
      "sign_in(",
      "credentials(",
    ],
    String.raw`(?:login|auth ?= ?|basic_?auth|authenticate|sign_?in|credentials)\(\s{0,8}${TEXT}${NEXT}${QUOTED}`,
    isChosenArgument,
  ),
  call(
    ["passwordauthentication(", "usernamepassword", "connect(", "createuser(", "adduser(", "add_user("],
    String.raw`(?:passwordauthentication|usernamepassword\w{0,24}|connect|createuser|add_?user)\(\s{0,8}${TEXT}${NEXT}${QUOTED}(?=\s{0,4}\))`,
    isChosenArgument,
  ),
  call(
    ["mysqli_connect(", "mysqli(", "mysql_connect(", "pdo(", "pg_connect(", "getconnection(", "connect("],
    String.raw`(?:mysqli?(?:_connect)?|pdo|getconnection|connect)\(\s{0,8}${TEXT}${NEXT}${TEXT}${NEXT}${QUOTED}`,
    isChosenArgument,
  ),
  call(
    [
      "fernet(",
      "createhmac(",
      "cipheriv(",
      "jwt.sign(",
      "jwt.verify(",
      "jwt.encode(",
      "jwt.decode(",
      "secretkeyspec(",
      "hmac.new(",
      "aes.new(",
    ],
    String.raw`(?:fernet|createhmac|cipheriv|jwt\.(?:sign|verify|encode|decode)|secretkeyspec|hmac\.new|aes\.new)\((?:[^"'\n)]{0,80}?["'][\w-]{1,20}["']\s{0,2},)?[^"'\n)]{0,80}?${QUOTED}`,
    (secret) => secret.length >= 16 && !isStandIn(secret) && looksRandom(secret),
  ),
  call(
    ["akia", "asia"],
    String.raw`A[KS]IA[A-Z2-7]{16}["'\`]?\s{0,4}[,:|/]\s{0,8}["'\`]?(?<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=])`,
  ),
  call(
    [..."0123456789"].map((digit) => `ac${digit}`),
    String.raw`AC[a-f0-9]{32}["'\`]?\s{0,4}[,:]\s{0,8}["'\`]?(?<secret>[a-f0-9]{32})(?![a-f0-9])`,
  ),
  call(
    ["client("],
    String.raw`client\(\s{0,4}["'\`](?:AC)?[A-Za-z0-9]{16,40}["'\`]${NEXT}["'\`](?<secret>[A-Za-z0-9_-]{16,80})["'\`]`,
    (secret) => !isStandIn(secret) && looksRandom(secret),
  ),
  call(["converttosecurestring", "convertto-securestring"], String.raw`convertto-?securestring (?:-string )?${QUOTED}`),
  rule("url-password", ["@tcp(", "@unix("], /[\w.-]{1,60}:(?<secret>[^"'`\s]{1,80})@(?:tcp|unix)\(/i, {
    lead: 142,
    before: /[^\s@()]/,
    rank: RANK.address,
    accept: (secret) => !isStandIn(secret),
  }),
];

function call(
  keywords: readonly string[],
  source: string,
  accept: (secret: string) => boolean = (secret) => !isStandIn(secret),
): TokenRule {
  return rule("password", keywords, new RegExp(source, "i"), { rank: RANK.address, accept });
}

/** A name of a table, host or file has no digit or sign that words do not have. */
function isChosenArgument(secret: string): boolean {
  return (
    !isStandIn(secret) &&
    /[0-9]/.test(secret) &&
    /[A-Za-z]/.test(secret) &&
    !/^(?:[\w-]+\.)+[\w-]+(?::[0-9]+)?$|^[a-z]+[0-9]{1,3}$|^[\w.-]*\/|:\/\/|\s/i.test(secret)
  );
}
