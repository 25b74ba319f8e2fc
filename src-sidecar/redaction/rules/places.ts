import { isCoinedWord } from "../detect/coined-word.ts";
import { isStandIn } from "../detect/plausible.ts";
import { isMixed, looksRandom } from "../detect/random-text.ts";
import { RANK } from "../scan/detector.ts";
import { rule, type TokenRule } from "./rule.ts";
import { isRandom } from "./shape.ts";

const isSecret = (secret: string): boolean => !isStandIn(secret);

/** Secrets that a place in a file, an address or a sentence gives away. */
export const PLACES: readonly TokenRule[] = [
  rule(
    "url-parameter",
    ["key", "sig", "signature", "code", "sid", "auth", "hash", "pw", "st", "ticket", "assertion", "k"].flatMap(
      (name) => [`?${name}=`, `&${name}=`, `&amp;${name}=`, `#${name}=`],
    ),
    /(?:[?&#]|&amp;)\w{1,12}=(?<secret>[A-Za-z0-9_.~%+/-]{14,1024}={0,2})/i,
    { accept: (secret) => looksRandom(secret) && (isMixed(secret) || secret.length >= 20), rank: RANK.address },
  ),
  rule("telegram-token", ["/bot"], /\/bot(?<secret>[0-9]{7,11}:[A-Za-z0-9_-]{34,36})/),
  rule(
    "saml-assertion",
    ["samlresponse", "samlrequest", "saml_response", "samlassertion", "samlart"],
    /saml_?(?:response|request|assertion|art)["'\\]{0,3}\s{0,3}(?:[=:>]|%3D)\s{0,3}["'\\]{0,3}(?<secret>[A-Za-z0-9+/%_-]{40,8192}={0,2})/i,
  ),
  rule("digest-response", ['response="', 'response=\\"'], /response=\\?"(?<secret>[a-f0-9]{32,64})/i),
  rule(
    "pgpass-password",
    [":5432:", ":5433:", ":6432:", ":*:", ":3306:"],
    /[\w.*-]{1,100}:(?:[0-9]{2,5}|\*):[\w.*-]{1,64}:[\w.*@-]{1,64}:(?<secret>[^\s:"'<>]{3,200})(?=\s|\\n|$)/,
    { lead: 101, before: /[\w.*-]/, leadUnit: /[\w.*-]/, alone: true, accept: isSecret, rank: RANK.address },
  ),
  rule(
    "password",
    // Of the words in other scripts only the beginning, which their other forms have too.
    ["пар", "密", "パス", "비밀", "passwort", "kennwort", "mot de passe", "parola", "heslo", "salasana", "contraseña"],
    /(?:пароль|密[码碼]|パスワード|비밀번호|passwort|kennwort|mot de passe|parola|heslo|salasana|contraseña)["'`]?(?:\s?[=:：]\s?|\s?(?:是|は|est|lautet|ist|es|è|je|on)\s)["'`«]?(?<secret>[^\s"'`<>,;，。、«»]{6,128})/i,
    {
      rank: RANK.setting,
      accept: (secret) =>
        isSecret(secret) && /[0-9]/.test(secret) && /[A-Za-z]/.test(secret) && !/[(){}[\]]/.test(secret),
    },
  ),
  rule(
    "password",
    ["password ", "passphrase ", "passcode "],
    /pass(?:word|phrase|code) (?:at|on|in|to|of|here|there|today)(?: [\w'’-]{1,16}){0,5} is (?:now )?["'`]?(?<secret>[^\s"'`<>,;]{6,128})/i,
    {
      rank: RANK.setting,
      accept: (secret) => isSecret(secret) && isCoinedWord(secret),
    },
  ),
  rule(
    "password",
    ["user/pass", "username/password", "user / pass", "login/password", "user:pass"],
    /(?:user(?:name)?|login) ?[/:] ?pass(?:word)?["'`]?(?: is|\s?[:=])\s?["'`]?[\w.@-]{1,64}["'`]? ?[/:,] ?["'`]?(?<secret>[^\s"'`<>]{5,128})/i,
    { rank: RANK.setting, accept: isSecret },
  ),
  rule(
    "secret",
    ["seed hex", "hex seed", "master seed", "wallet seed", "seed key", "seed_hex"],
    /(?:seed|hex)[ _](?:hex|seed|key)?["'`]?\s?[:=]\s?["'`]?(?:0x)?(?<secret>[a-f0-9]{32,128})(?![a-f0-9])/i,
  ),
  rule(
    "password",
    ["<password", "<secret", "<apikey", "<token"],
    /<(?:password|secret|apikey|token)>\s{0,40}<(?:value|string|data|text)>(?<secret>[^<>\s]{4,256})<\//i,
    { rank: RANK.setting, accept: isSecret },
  ),
  rule("ppp-password", ['" * "'], /" \* "(?<secret>[^"\n]{3,128})"/, { accept: isSecret, rank: RANK.setting }),
  rule("deepl-key", [":fx"], /[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}:fx(?![A-Za-z0-9])/, {
    lead: 36,
    before: /[a-f0-9]/,
  }),
  rule(
    "k3s-token",
    ["::server:", "::node:"],
    /K10[a-f0-9]{64}::(?:server|node):(?:[a-z0-9]{6}\.[a-z0-9]{16}|[A-Za-z0-9]{16,64})/,
    {
      lead: 67,
      before: /[a-f0-9]/,
    },
  ),
  rule("ntlm-hash", [":::"], /[a-f0-9]{32}:[a-f0-9]{32}:::/i, { lead: 65, before: /[a-f0-9]/i, alone: true }),
  rule(
    "ntlm-hash",
    ["$ntlm", "$mscash", "$krb5", "$dcc2"],
    /\$(?:ntlm|mscash|krb5(?:tgs|asrep|pa)|dcc2)\$(?!\w{0,8}\$(?:ntlm|mscash|krb5|dcc2))[^\s"']{20,4000}/i,
  ),
  rule("sonarqube-token", ["sonar.login", "sonar.token"], /sonar\.(?:login|token)[ =:]{1,3}(?<secret>[a-f0-9]{40})/i),
  rule(
    "pin",
    ["pin"],
    /pin(?: ?code| ?number)?["'`]?(?: is|[ ]?[:=])[ ]?["'`]?(?<secret>[0-9]{4,8})(?![0-9%-]|[.,:][0-9])/i,
    {
      alone: true,
      rank: RANK.setting,
    },
  ),
  rule(
    "password",
    ["pw:", "pw=", "pw is", 'pw":'],
    /pw["'`]?(?:[ ]?[:=][ ]?| is )["'`]?(?<secret>[^\s"'`<>,;&]{5,128})/i,
    {
      alone: true,
      rank: RANK.setting,
      accept: (secret) =>
        isSecret(secret) &&
        /[0-9]/.test(secret) &&
        /[A-Za-z]/.test(secret) &&
        !/[()[\]{}]|^[\w$]+\.[\w$.]+$/.test(secret),
    },
  ),
  rule(
    "password",
    ["identified by", "with password", "identified with"],
    /(?:identified (?:with \S{1,60} )?(?:by|as)(?: password)?|with password)\s{0,3}=?\s{0,3}[Nn]?["'](?<secret>[^"'\n]{2,128})["']/i,
    { accept: isSecret, rank: RANK.address },
  ),
  rule(
    "password",
    ["password for ", "passwort für ", "login for ", "credentials for "],
    /(?:password|passwort|login|credentials) f(?:o|ü)r [^\n:=]{1,80}?(?: is |:(?!\/\/) ?|= ?)["'`]?(?<secret>[^\s"'`<>]{4,128})/i,
    {
      accept: (secret) => isSecret(secret) && /[0-9!#$%&*@^]/.test(secret) && !/^https?:|^\$|[(){}]/.test(secret),
      rank: RANK.address,
    },
  ),
  rule(
    "credential",
    ["creds:", "creds =", "credentials:", "login:"],
    /(?:creds|credentials|login)\s?[:=]\s?["'`]?[\w.@-]{1,64}(?::| ?\/ ?)(?<secret>[^\s"'`<>/]{5,128})/i,
    {
      accept: (secret) =>
        isSecret(secret) && /[0-9!#$%&*@^]/.test(secret) && /[A-Za-z]/.test(secret) && !/[(){}]/.test(secret),
      rank: RANK.address,
    },
  ),
  rule(
    "otp-secret",
    ["secret=", "otpauth://"],
    /(?:secret=|otpauth:\/\/[^\s"']{1,200}?secret=)(?<secret>[A-Z2-7]{16,128}={0,6})(?![A-Za-z0-9])/i,
    {
      accept: isRandom,
    },
  ),
];
