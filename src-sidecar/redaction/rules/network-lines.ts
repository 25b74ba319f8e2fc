import { isCoinedWord } from "../detect/coined-word.ts";
import { RANK } from "../scan/detector.ts";
import { rule, type TokenRule } from "./rule.ts";

const setting = { rank: RANK.setting } as const;
const VALUE = `["']?(?<secret>(?!["'\\s<]|\\$(?![0-9][a-z]{0,2}\\$)|\\[(?!REDACTED:))[^\\s"';]{3,256})`;

/** Lines of routers, switches and firewalls, where a secret follows its word without a sign between them. */
export const NETWORK_LINES: readonly TokenRule[] = [
  line(
    "network-password",
    ["password", "secret", "key", "passphrase", "key-string", "authentication-key", "auth-key", "hash"],
    `(?:password|secret|key|passphrase|key-string|auth(?:entication)?-key|hash)(?: (?:ENC|encrypted|sha512|sha256|cipher|irreversible-cipher|hidden|encryption-type)(?: [0-9])?| [0-9])[ =]${VALUE}`,
  ),
  line(
    "network-password",
    ["username ", "user "],
    `user(?:name)? [\\w.@-]{1,64}(?: (?:privilege|role|class|group) [\\w-]{1,20}){0,2} (?:password|secret)(?: [0-9]{1,2})? ${VALUE}`,
  ),
  line(
    "network-password",
    ["enable "],
    `enable (?:password|secret)(?: level [0-9]{1,2})?(?: [0-9]{1,2} ${VALUE}| ${VALUE.replace("secret", "single")}(?=[ \\t]{0,4}(?:[\\r\\n!#;]|\\\\|$|level |privilege |encrypted)))`,
  ),
  line(
    "snmp-community",
    ["community"],
    `snmp(?:-server)?(?: [\\w-]{1,20}){0,3} community(?: name)?(?: [0-9])? ${VALUE}`,
    80,
  ),
  line("snmp-community", ["snmp"], `snmp(?:walk|get|set|bulkwalk)[^\\n]{0,40}? -c ${VALUE}`),
  line("snmp-community", ["rocommunity", "rwcommunity"], `r[ow]community6? ${VALUE}`),
  line("snmp-community", ["com2sec"], `com2sec6?(?: -Cn \\S{1,40})? \\S{1,40} \\S{1,64} ${VALUE}`),
  line("snmp-community", ["version 2c ", "version 1 "], `version (?:1|2c) ${VALUE}`),
  line(
    "snmp-community",
    ["community"],
    `community (?:(?:read|write|name|string|ro|rw)(?: cipher| simple)? )?${VALUE}`,
    undefined,
    isCoined,
  ),
  line("snmp-community", ["snmp community"], `snmp community (?:add|set) [^\\n]{0,60}?name=${VALUE}`),
  line("snmp-key", ["createuser "], `createUser (?:-e \\S{1,80} )?\\S{1,64} (?:MD5|SHA[0-9-]{0,4}) ${VALUE}`),
  line(
    "snmp-key",
    ["createuser "],
    `createUser (?:-e \\S{1,80} )?\\S{1,64} (?:MD5|SHA[0-9-]{0,4}) \\S{1,128} (?:DES|AES[0-9]{0,3}) ${VALUE}`,
  ),
  line(
    "snmp-key",
    ["snmpget", "snmpwalk", "snmpset", "snmpbulk", "snmptrap"],
    `snmp[a-z]{2,10} [^\\n]{0,120}? -A (?!(?:md5|sha)[0-9-]{0,4} )${VALUE}`,
  ),
  line(
    "snmp-key",
    ["snmpget", "snmpwalk", "snmpset", "snmpbulk", "snmptrap"],
    `snmp[a-z]{2,10} [^\\n]{0,200}? -X (?!(?:3?des|aes)[0-9-]{0,4} )${VALUE}`,
  ),
  line(
    "snmp-key",
    ["usm-user", "snmp-server user", "snmp-agent"],
    `(?:usm-user|snmp-server user)[^\\n]{1,160}?(?:authentication-mode|privacy-mode|priv)(?: (?:md5|sha|sha2-256|aes[0-9]{0,3}|des|3des|des56|cipher|simple|128|192|256)){1,3} ${VALUE}`,
  ),
  line(
    "snmp-key",
    ["snmp-server user"],
    `snmp-server user [^\\n]{1,60}? (?:auth(?:entication)?|priv)(?: (?:md5|sha|sha256|aes|des|3des|128|192|256)){1,2} ${VALUE}`,
  ),
  line("snmp-key", [" priv "], ` priv(?: (?:aes|des|3des|128|192|256)){1,2} ${VALUE}`),
  line("shared-key", ["tacacs", "radius"], `(?:tacacs|radius)[^\\n]{0,80}? (?:key|secret)(?: [0-9])? ${VALUE}`),
  line(
    "shared-key",
    ["pre-shared-key", "preshared-key", "pre-share key"],
    `pre-?shared?[- ]key(?: (?:ascii-text|hexadecimal|local|remote|address|plain|cipher|[0-9])){0,3} ${VALUE}`,
  ),
  line("shared-key", ["isakmp key", "ikev2"], `(?:isakmp key|ikev2[^\\n]{0,40}? key)(?: [0-9])? ${VALUE}`),
  line("shared-key", ["psksecret", "psk"], `psk(?:secret(?: ENC)?|(?: (?:ENC|ascii|hex|set-key|[0-9])){1,3}) ${VALUE}`),
  line("routing-key", ["neighbor "], `neighbor [\\w.:]{2,45} password(?: [0-9])? ${VALUE}`),
  line(
    "routing-key",
    ["authentication-key", "message-digest-key", "key-string"],
    `(?:authentication-key|message-digest-key|key-string)(?: [0-9]{1,5})?(?: (?:md5|sha1|sha256|hmac-sha-256))?(?: [0-9])? ${VALUE}`,
  ),
  line(
    "routing-key",
    ["standby ", "vrrp "],
    `(?:standby|vrrp) [0-9]{1,4} authentication(?: (?:md5 key-string|text))?(?: [0-9])? ${VALUE}`,
  ),
  line(
    "network-password",
    ["encrypted-password", "plain-text-password-value", "passwd"],
    `(?:encrypted-password|plain-text-password-value|passwd)(?: ENC)? ${VALUE}`,
  ),
  line(
    "shared-key",
    ["key "],
    `(?<=(?:^|\\n)[ \\t]{0,8}(?:set )?)key (?:[0-9] )?${VALUE}(?=\\s*(?:\\n|$))`,
    undefined,
    isCoined,
  ),
  line("shared-key", ["key '", 'key "'], `(?:option )?key ${VALUE}`, undefined, isCoined),
  line("shared-key", [": psk "], `: PSK ${VALUE}`),
  line(
    "network-password",
    ["password ", "passwd ", "secret ", "passphrase "],
    `(?<=(?:^|\\n)[ \\t]{0,8}(?:set |no )?)(?:password|passwd|secret|passphrase) (?:[0-9] )?${VALUE}(?=\\s*(?:\\n|$))`,
    undefined,
    isNoType,
  ),
  line("shared-key", ["address "], `address [0-9a-f.:]{3,45}(?: [0-9.]{7,15})? key (?:[0-9] )?${VALUE}`),
  line("snmp-key", ["authentication-password", "privacy-password"], `(?:authentication|privacy)-password ${VALUE}`),
  line(
    "shared-key",
    ["pre-shared-secret", "pre-shared-key key", "shared-key"],
    `(?:pre-shared-secret|pre-shared-key key|shared-key)(?: (?:cipher|simple|plain))? ${VALUE}`,
  ),
  line(
    "network-password",
    ["plaintext-password", "login-password", "plaintext "],
    `(?:plaintext-password|login-password|user-name "?[\\w.-]{1,40}"? (?:plaintext|sha1|sha-256|bcrypt)) ${VALUE}`,
  ),
  line(
    "network-password",
    ["password manager"],
    `password (?:manager|operator)(?: user-name "?[\\w.-]{1,40}"?)? (?:plaintext|sha1|sha-256) ${VALUE}`,
  ),
  line("snmp-community", ["snmp-community-string", "community-string"], `community-string ${VALUE}`),
  line("snmp-key", ["snmpv3 user"], `snmpv3 user "?[\\w.-]{1,40}"? auth (?:md5|sha) ${VALUE}`),
  line(
    "shared-key",
    ["psk", ": rsa ", ": eap ", ": xauth ", ": pkcs8 ", ": ecdsa "],
    `(?:psk|: (?:RSA|EAP|XAUTH|PKCS8|ECDSA|NTLM|PIN)(?: [\\w./-]{1,80})?) ["'](?<secret>[^"'\\n]{3,256})["']`,
  ),
  line(
    "ppp-password",
    ["l2tpd", "pptpd", "pppoe", "ppp "],
    `(?:l2tpd|pptpd|pppoe\\S{0,10}) "?(?<secret>[^"\\s]{3,128})"? (?:\\*|[0-9"])`,
  ),
  line("shared-key", ["auth_pass", "auth-pass"], `auth[_-]pass["']? {1,4}${VALUE}`),
  line(
    "network-password",
    ["ftp password", "http client password", "ftp-password"],
    `(?:ftp|client|tftp|scp)[ -]password(?: [0-9])? ${VALUE}`,
  ),
  line(
    "shared-key",
    ["radius auth add", "radius acct add", "tacacs auth add"],
    `(?:radius|tacacs) (?:auth|acct) add [0-9]{1,3} [0-9a-f.:]{3,45} [0-9]{1,5} (?:ascii|hex) ${VALUE}`,
  ),
  line("network-password", ["mgmtuser add"], `mgmtuser add \\S{1,40} ${VALUE}`),
  line("shared-key", ["failover key", "failover ipsec"], `failover (?:key|ipsec pre-shared-key)(?: [0-9])? ${VALUE}`),
  line(
    "shared-key",
    ["uci set", ".key='", '.key="'],
    `(?:uci set [^\\n=]{1,80})?\\.(?:key|password|psk|sae_password|auth_secret|secret)=["'](?<secret>[^"'\\n]{5,128})["']`,
  ),
  line(
    "shared-key",
    [
      "set secret ",
      "set psk ",
      "set key ",
      "set passwd ",
      "set password ",
      "set psksecret ",
      "set passphrase ",
      "set auth-pwd ",
      "set priv-pwd ",
      "set private-key-password ",
    ],
    `set (?:secret|psk|key|passwd|password|psksecret|passphrase|auth-pwd|priv-pwd|private-key-password)(?: ENC)? ${VALUE}(?=\\s*(?:\\r?\\n|$|\\\\))`,
  ),
  line(
    "network-password",
    ["bindpw ", "rootpw ", "rootbindpw", "olcrootpw", "bindpw:"],
    `(?:root)?(?:bind|root)pw:?\\s{1,20}${VALUE}`,
  ),
  line(
    "network-password",
    ["requirepass ", "masterauth ", "sentinel auth-pass"],
    `(?:requirepass|masterauth|auth-pass \\S{1,60}) ${VALUE}`,
  ),
  line("network-password", ["phash"], `phash["'>=: ]{1,3}${VALUE}`),
  line(
    "wifi-key",
    ["wpa-psk", "wpa-passphrase", "passphrase"],
    `(?:wpa-(?:psk|passphrase)(?: (?:ascii|hex))?(?: [0-9])?|passphrase(?: (?:ascii|hex|[0-9])){1,2}) ${VALUE}`,
  ),
  line(
    "ppp-password",
    ["chap ", "pap "],
    `(?:ppp )?(?:chap|pap) (?:password|sent-username [\\w@.-]{1,64} password)(?: [0-9])? ${VALUE}`,
  ),
];

function line(
  kind: string,
  keywords: readonly string[],
  source: string,
  lead?: number,
  accept: (secret: string) => boolean = isNoWord,
): TokenRule {
  return rule(kind, keywords, new RegExp(source, "i"), {
    ...setting,
    alone: true,
    accept,
    ...(lead === undefined ? {} : { lead }),
  });
}

/** Letters, and as a rule digits, as no word has them. */
function isCoined(secret: string): boolean {
  return isNoWord(secret) && secret.length >= 6 && isCoinedWord(secret);
}

/** Neither a word nor a type, as declarations have them behind a name. */
function isNoType(secret: string): boolean {
  return (
    isNoWord(secret) &&
    /[0-9!#$%&*+^~?@=]/.test(secret) &&
    !/^[*&[(]|[([<]|^\w+(?:\.\w+)+$|^[a-z]+[0-9]{1,3}$/i.test(secret)
  );
}

/** Words that stand in these places in manuals and in the rest of the grammar. */
function isNoWord(secret: string): boolean {
  return (
    !/^(?:[a-z]+(?:ing|ed)|[!=(<>|&].*|[A-Za-z]+\([0-9, ]*\)?)$/.test(secret) &&
    !/^(?:is|was|are|the|and|for|of|to|in|or|a|an|with|from|by|on|at|not|that|this|has|must|should|can|will|may|RO|RW|encrypted|required|optional|string|value|type|level|name|local|remote|server|word|line|hidden|cipher|simple|plain|irreversible-cipher|hash|sha512|sha256|md5|ENC|BLOB|TEXT|BYTEA|UUID|STRING|VARCHAR2?|[0-9]|\[REDACTED:.*)$/i.test(
      secret,
    )
  );
}
