import { rule, type TokenRule } from "./rule.ts";

/** Passwords as systems keep them: whoever has one can try to guess it for as long as he likes. */
export const HASHES: readonly TokenRule[] = [
  rule(
    "crypt-hash",
    [
      ...["$1$", "$5$", "$6$", "$7$", "$8$", "$9$", "$1a$", "$1c$", "$2a$", "$2b$", "$2y$", "$2x$", "$y$", "$gy$"],
      ...["$apr1$", "$sha1$", "$md5", "$argon2", "$pbkdf2", "$scrypt", "$bcrypt-", "$sm3"],
    ],
    /(?:\$(?:1|8|9|apr1)\$[A-Za-z0-9./-]{2,40}(?:\$[A-Za-z0-9./]{20,60})?|\$1[ac]\$[^\s$"']{4,40}\$[^\s$"']{20,80}\$?|\$[56]\$(?:rounds=[0-9]{1,9}\$)?[A-Za-z0-9./]{1,24}\$[A-Za-z0-9./]{40,90}|\$sha1\$[0-9]{1,9}\$[A-Za-z0-9./]{1,64}\$[A-Za-z0-9./]{27,28}|\$md5[,$][A-Za-z0-9./=,$]{20,80}|\$2[abxy]\$[0-9]{2}\$[A-Za-z0-9./]{53}|\$(?:g?y|7|sm3)\$[A-Za-z0-9./]{2,16}\$[A-Za-z0-9./]{4,90}\$[A-Za-z0-9./]{43}|\$(?:argon2(?:id?|d)|pbkdf2[\w-]{0,16}|scrypt|bcrypt-[\w-]{1,16})\$[A-Za-z0-9+/=,.$-]{20,250})/i,
  ),
  rule("crypt-hash", ["$p$", "$h$", "$s$"], /\$(?:[PH]\$[A-Za-z0-9./]{31}|S\$[A-Za-z0-9./]{52})(?![A-Za-z0-9./])/),
  rule(
    "crypt-hash",
    ["{ssha", "{sha", "{smd5", "{md5}", "{pbkdf2", "{crypt}", "{argon2"],
    /\{S?(?:SHA(?:-?(?:1|256|384|512))?|MD5|PBKDF2[\w-]{0,16}|CRYPT|ARGON2\w{0,2})\}[A-Za-z0-9+/=.,$-]{13,250}/i,
  ),
  rule(
    "crypt-hash",
    ["pbkdf2_sha", "pbkdf2:sha", "scrypt:", "bcrypt_sha256$", "scram-sha-", "grub.pbkdf2.", "argon2$argon2", "scrypt$"],
    /(?:pbkdf2_sha(?:1|256|512)\$[0-9]{3,8}\$[\w./+-]{4,64}\$[A-Za-z0-9+/]{20,100}={0,2}|(?:pbkdf2:sha(?:1|256|512):[0-9]{3,8}|scrypt:[0-9:]{5,24})\$[A-Za-z0-9]{4,64}\$[a-f0-9]{40,128}|bcrypt_sha256\$\$2b\$[0-9]{2}\$[A-Za-z0-9./]{53}|SCRAM-SHA-(?:1|256|512)\$[0-9]{3,7}:[A-Za-z0-9+/=]{8,64}\$[A-Za-z0-9+/=]{20,100}:[A-Za-z0-9+/=]{20,100}|grub\.pbkdf2\.sha512\.[0-9]{3,8}\.[a-f0-9]{32,256}\.[a-f0-9]{32,256}|argon2\$argon2id?\$[A-Za-z0-9+/=,.$-]{20,250}|scrypt\$[0-9]{3,8}\$[\w./+=-]{4,64}\$[0-9]{1,3}\$[0-9]{1,3}\$[A-Za-z0-9+/=]{40,180})/i,
  ),
  rule(
    "vault-ciphertext",
    ["$ansible_vault;"],
    /\$ANSIBLE_VAULT;[0-9.]{3,5};AES256(?:;[\w.-]{1,64})?(?:\s|\\n|\\r){1,24}(?<secret>(?:[a-f0-9]{16,80}(?:\s|\\n|\\r){0,24}){1,200})/i,
  ),
  rule(
    "dpapi-blob",
    ["01000000d08c9ddf", "aqaaancmnd8bfderjhoawe"],
    /(?:01000000d08c9ddf[a-f0-9]{60,4000}|AQAAANCMnd8BFdERjHoAwE[A-Za-z0-9+/]{60,4000}={0,2})/i,
  ),
];
