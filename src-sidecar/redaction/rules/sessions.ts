import { rule, type TokenRule } from "./rule.ts";
import { hasDigit, isRandom } from "./shape.ts";

const UUID = "[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}";

/** Tokens with formats of their own that many services write, and those of services that write nothing like the rest. */
export const SESSIONS: readonly TokenRule[] = [
  rule(
    "paseto",
    ["v1.local.", "v2.local.", "v3.local.", "v4.local.", "v1.public.", "v2.public.", "v3.public.", "v4.public."],
    /v[1-4]\.(?:local|public)\.[A-Za-z0-9_-]{32,4000}(?:\.[A-Za-z0-9_-]{2,2000})?/,
    { alone: true },
  ),
  rule("fernet-token", ["gaaaaa"], /gAAAAA[A-Za-z0-9_-]{60,4000}={0,2}/, { alone: true }),
  rule("macaroon", ["mdax", "mdaw", "mday", "agevb"], /(?:MDA[wxyz]|AgEV)[A-Za-z0-9_-]{80,2000}={0,2}/, {
    alone: true,
    accept: isRandom,
  }),
  rule("riot-key", ["rgapi-"], new RegExp(`RGAPI-${UUID}`, "i")),
  rule("amazon-token", ["atza|", "atzr|", "atna|"], /Atz?[anr]{1,2}\|[A-Za-z0-9_+/=-]{60,2000}/i),
  rule("amazon-client-secret", ["amzn1.oa2-cs."], /amzn1\.oa2-cs\.v[0-9]\.[a-f0-9]{32,128}/),
  rule("ebay-token", ["v^1.1#"], /v\^1\.1#[\w^#%+/=-]{60,3000}/, { alone: true }),
  rule("bitwarden-token", ["0."], new RegExp(`0\\.${UUID}\\.[A-Za-z0-9]{24,40}:[A-Za-z0-9+/]{20,30}={0,2}`, "i"), {
    alone: true,
  }),
  rule("fauna-secret", ["fnae", "fnaf", "fnad", "fnac", "fnag"], /fnA[A-Za-z0-9_-]{37,40}(?![A-Za-z0-9_-])/, {
    alone: true,
    accept: isRandom,
  }),
  rule("zoho-token", ["1000."], /1000\.[a-f0-9]{32}\.[a-f0-9]{32}/, { alone: true }),
  rule("webex-token", ["_p0a1_", "_pf84_", "_pe93_"], new RegExp(`[A-Za-z0-9]{64}_P[0-9A-F]{3}_${UUID}`, "i"), {
    lead: 64,
    alone: true,
  }),
  rule("copilot-token", ["tid="], /tid=[a-f0-9]{32};exp=[0-9]{10};[^\s"']{10,400}:[a-f0-9]{64}/),
  rule(
    "stripe-client-secret",
    ["_secret_"],
    /(?:pi|seti|cs|src|sub|ephkey)_[A-Za-z0-9_]{14,80}_secret_[A-Za-z0-9]{16,80}/,
    { lead: 90, before: /[A-Za-z0-9]/, leadUnit: /[A-Za-z0-9_]/, alone: true },
  ),
  rule("bitbucket-server-token", ["bbdc-"], /BBDC-[A-Za-z0-9+/@_-]{40,50}/),
  rule("twitch-oauth", ["oauth:"], /oauth:[a-z0-9]{30}(?![a-z0-9])/, { alone: true, accept: hasDigit }),
  rule(
    "microsoft-refresh-token",
    ["0.a", "1.a", "m.c5", "m.r3", "m.c1"],
    /(?:[01]\.A[A-Za-z0-9_-]{3}[A-Za-z0-9_-]{20,60}\.[A-Za-z0-9_-]{100,2000}|M\.[A-Z][0-9]{1,4}_[A-Z0-9]{2,6}\.[0-9U]?[\w.*!$-]{40,1500})/,
    { alone: true, accept: isRandom },
  ),
  rule("firebase-device-token", [":apa91b"], /[A-Za-z0-9_-]{11,24}:APA91b[A-Za-z0-9_-]{100,200}/, { lead: 24 }),
  rule(
    "expo-push-token",
    ["exponentpushtoken[", "expopushtoken["],
    /Expo(?:nent)?PushToken\[(?<secret>[A-Za-z0-9_-]{16,40})\]/i,
  ),
  rule("baidu-key", ["bce-v3/"], /bce-v3\/ALTAK-[A-Za-z0-9]{16,24}\/[a-f0-9]{40}/),
  rule("volcengine-key", ["aklt"], /AKLT[A-Za-z0-9_-]{36,48}(?![A-Za-z0-9_-])/, { alone: true, accept: isRandom }),
  rule("yandex-storage-key", ["ycp", "ycm", "ycn", "yco"], /YC[MNOP][A-Za-z0-9_-]{37}(?![A-Za-z0-9_-])/, {
    alone: true,
    accept: isRandom,
  }),
  rule("jfrog-reference-token", ["cmvmdgtu"], /cmVmdGtu[A-Za-z0-9+/_-]{50,80}={0,2}/),
  rule(
    "docker-registry-auth",
    ["dockerconfigjson", "dockercfg", "eyjhdxrocyi6"],
    /(?:\.?docker(?:configjson|cfg)["'\\]{0,3}\s{0,3}[:=]\s{0,3}["'\\]{0,3}|(?=eyJhdXRocyI6))(?<secret>[A-Za-z0-9+/]{24,8192}={0,2})/,
  ),
  rule(
    "docker-registry-auth",
    ['"auth"', '\\"auth'],
    /\\{0,3}"auth\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"(?<secret>[A-Za-z0-9+/]{8,2048}={0,2})\\{0,3}"/,
    { accept: isCredentialPair },
  ),
  rule("turnstile-secret", ["0x4aaaaa"], /0x4AAAAA[A-Za-z0-9_-]{26,32}(?![A-Za-z0-9_-])/),
];

/** Base64 of a name, a colon and a password. */
function isCredentialPair(secret: string): boolean {
  return /^[\x21-\x7e]{1,128}:[\x20-\x7e]{1,4000}$/.test(Buffer.from(secret, "base64").toString("latin1"));
}
