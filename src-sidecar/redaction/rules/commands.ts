import { RANK } from "../scan/detector.ts";
import { isStandIn } from "../detect/plausible.ts";
import { rule, type TokenRule } from "./rule.ts";

const ARGUMENT = `(?!\\[REDACTED:)(?:"(?<quoted>[^"\\n]{1,128})"|'(?<single>[^'\\n]{1,128})'|(?<secret>[^\\s"']{3,128}))`;

/** Passwords on command lines and in calls, where nothing but the place says what they are. */
export const COMMANDS: readonly TokenRule[] = [
  command(
    ["curl ", "wget ", "http ", "xh "],
    `(?:curl|wget|http|xh)\\b[^\\n]{0,300}?\\s(?:-u|--user|-a|--auth|-U|--proxy-user)[ =]?["']?[^\\s:"'[\\]]{1,100}:(?<secret>[^\\s"']{1,200})`,
  ),
  command(
    ["psexec", "crackmapexec", "netexec"],
    `(?:psexec|crackmapexec|netexec)[^\\n]{0,120}?-u\\s{0,3}\\S{1,80}\\s{1,3}-p\\s{0,3}${ARGUMENT}`,
  ),
  command(["sshpass"], `sshpass\\s{1,3}-p\\s{0,3}${ARGUMENT}`),
  command(
    ["mysql ", "mysqldump ", "mysqladmin ", "mariadb "],
    `(?:mysql|mysqldump|mysqladmin|mariadb)(?: [^\\n]{0,120}?)? -p${ARGUMENT}`,
  ),
  command(
    ["docker login", "podman login", "helm registry login", "az login", "oc login"],
    `(?:docker|podman|helm registry|az|oc) login[^\\n]{0,160}?\\s(?:-p|--password)[ =]${ARGUMENT}`,
  ),
  command(["redis-cli"], `redis-cli[^\\n]{0,120}?\\s(?:-a|--pass)\\s{1,2}${ARGUMENT}`),
  command(["mongo ", "mongosh ", "mongodump "], `mongo(?:sh|dump)? [^\\n]{0,160}?\\s(?:-p|--password)[ =]${ARGUMENT}`),
  command(
    ["smbclient", "winexe", "rpcclient"],
    `(?:smbclient|winexe|rpcclient)[^\\n]{0,120}?-U\\s{0,2}["']?[^\\s%"']{1,80}%(?<secret>[^\\s"']{2,128})`,
  ),
  command(["ldapsearch", "ldapmodify", "ldapadd"], `ldap(?:search|modify|add)[^\\n]{0,160}?\\s-w\\s{0,2}${ARGUMENT}`),
  command(["openssl "], `openssl [^\\n]{0,200}?pass(?:in|out)?\\s{1,2}pass:(?<secret>[^\\s"']{2,128})`),
  command(["keytool ", "jarsigner "], `(?:keytool|jarsigner) [^\\n]{0,240}?-(?:store|key)pass\\s{1,2}${ARGUMENT}`),
  command(
    ["sqlplus ", "rman "],
    `(?:sqlplus|rman)(?: -\\w{1,3}){0,3} [\\w$#]{1,60}/(?<secret>[^\\s"']{2,100}?)(?=@[\\w./:-]{1,80}(?:\\s|["']|$)|\\s|["']|$)`,
  ),
  command(
    ["xfreerdp", "mstsc", "rdesktop"],
    `(?:xfreerdp|mstsc|rdesktop)[^\\n]{0,160}?\\s[/-]p[: ](?<secret>[^\\s"']{2,128})`,
  ),
  command(["plink", "pscp"], `(?:plink|pscp)[^\\n]{0,120}?\\s-pw\\s{1,2}${ARGUMENT}`),
  command(["net use"], `net use [^\\n]{1,120}? (?<secret>[^\\s"'/]{3,128}) /user:`),
  command(["sqlcmd", "osql ", "bcp "], `(?:sqlcmd|osql|bcp) [^\\n]{0,160}? -P ?${ARGUMENT}`),
  command(["mosquitto_"], `mosquitto_[^\\n]{0,160}? -P ${ARGUMENT}`),
  command(["ssh-keygen"], `ssh-keygen[^\\n]{0,120}? -[NP] ${ARGUMENT}`),
  command(["openssl "], `openssl [^\\n]{0,160}? -(?:k|K) ${ARGUMENT}`),
  command(
    ["rclone config", "rclone obscure"],
    `rclone (?:config create[^\\n]{1,160}? (?:key|pass|secret_access_key|token)|obscure)[ =]${ARGUMENT}`,
  ),
  command(["add_user", "change_password"], `(?:add_user|change_password) \\S{1,64} ${ARGUMENT}`),
  command(
    ["impacket", "secretsdump", "wmiexec", "smbexec", "atexec", "getuserspns", "psexec.py"],
    `(?:impacket-\\w{1,20}|\\w{2,20}(?:\\.py)?)(?!\\w)(?:[^\\n]{0,80}?) ["']?(?:[\\w.-]{0,40}/)?[\\w.$-]{1,40}:["']?(?<secret>[^\\s"'@]{3,100})["']?@`,
  ),
  command(
    ["evil-winrm", "winexe", "nxc ", "rpcclient"],
    `(?:evil-winrm|winexe|nxc|rpcclient)[^\\n]{0,160}? -p ${ARGUMENT}`,
  ),
  command(
    ["echo ", "printf "],
    `(?:echo|printf)(?: -n)? ["']?(?<secret>[^\\s"'|]{3,512})["']? ?\\|[^\\n]{0,40}?(?:sudo -S|--password-stdin|passwd |--with-token|chpasswd|login |cryptsetup|kinit|-passin stdin|gpg |secrets? (?:set|put|create|add)|secret-tool|base64)`,
  ),
  command(["chpasswd"], `chpasswd(?: -e)? ?<<< ?["']?[\\w.-]{1,40}:(?<secret>[^\\s"']{3,128})`),
  command(["usermod ", "useradd "], `user(?:mod|add)[^\\n]{0,100}? (?:-p|--password) ${ARGUMENT}`),
  command(["gpg "], `gpg [^\\n]{0,120}?--passphrase[ =]${ARGUMENT}`),
  command(["net use", "net user"], `net (?:use [^\\n]{1,120}?/user:\\S{1,80}|user \\S{1,80}) ${ARGUMENT}`),
  command(["htpasswd "], `htpasswd -\\w{0,4}b\\w{0,4} \\S{1,120} \\S{1,80} ${ARGUMENT}`),
  command(["7z ", "unzip ", "zip "], `(?:7z|unzip|zip)(?: [^\\n]{0,80}?)? -[pP] ?${ARGUMENT}`),
  command(
    ["networkcredential"],
    `NetworkCredential\\s{0,2}\\(\\s{0,4}"[^"\\n]{1,80}"\\s{0,4},\\s{0,4}"(?<secret>[^"\\n]{3,80})"`,
  ),
  command(
    ["directoryentry"],
    `DirectoryEntry\\s{0,2}\\(\\s{0,4}"[^"\\n]{3,120}"\\s{0,40},\\s{0,40}"[^"\\n]{1,80}"\\s{0,40},\\s{0,40}"(?<secret>[^"\\n]{3,80})"`,
  ),
  command(
    ["password for "],
    `password for (?:the )?(?:user|username|account) ["']?[\\w@.-]{1,60}["']? is ["']?(?<secret>[^\\s"']{3,80})`,
  ),
  command(
    ["usernamepasswordcredential", "getconnection("],
    `(?:UsernamePasswordCredential|getConnection)\\s{0,2}\\(\\s{0,4}"[^"\\n]{1,200}"\\s{0,4},\\s{0,4}"[^"\\n]{1,80}"\\s{0,4},\\s{0,4}"(?<secret>[^"\\n]{3,80})"`,
  ),
  command(
    ["curl ", "wget "],
    `(?:curl|wget)\\b[^\\n]{0,300}?\\s(?:-b|--cookie)[ =]?["']?[\\w.-]{1,60}=(?<secret>[^\\s"';]{6,2000})`,
  ),
  command(
    ["<<<"],
    `(?:login|passwd|kinit|secret|with-token|unlock|password|token|auth|chpasswd|luks\\w{1,12}|sudo -S)[^\\n]{0,80}?<<<\\s{0,2}${ARGUMENT}`,
    200,
  ),
  command(
    [
      "put-secret-value",
      "create-secret",
      "keyvault secret",
      "secret set",
      "set-secret",
      "keyvaultsecret",
      "key-vault secret",
    ],
    `(?:put-secret-value|create-secret|update-secret|secret set|set-secret|keyvaultsecret)[^\\n]{0,240}?--?(?:secret-string|value|body|secret-value|secretvalue)[ =]${ARGUMENT}`,
  ),
  command(
    ["securestring"],
    `(?:--type SecureString[^\\n]{0,160}? --value|--value)[ =]${ARGUMENT}(?=[^\\n]{0,160}SecureString|\\s|$)`,
    200,
  ),
  command(["mc alias", "mc config"], `mc (?:alias set|config host add) \\S{1,60} \\S{1,120} \\S{1,80} ${ARGUMENT}`),
  command(
    ["password-command", "password-file", "passphrase-file", "passcommand"],
    `pass(?:word|phrase)?-?(?:command|file)[ =]{0,2}["'<(]{0,3}(?:echo|printf) ["']?(?<secret>[^\\s"'()]{3,128})`,
  ),
  command(["encrypt_string"], `encrypt_string(?: --?[\\w-]{1,30}(?:[ =][\\w./@-]{1,40})?){0,4} ${ARGUMENT}`),
  command(["wpa_passphrase "], `wpa_passphrase \\S{1,40} ${ARGUMENT}`),
  command(["iwconfig "], `iwconfig \\S{1,20} (?:key|enc) (?:s:)?(?<secret>[^\\s"']{5,64})`),
  command(["mosquitto_passwd"], `mosquitto_passwd -\\w{0,4}b\\w{0,4} \\S{1,120} \\S{1,80} ${ARGUMENT}`),
  command(
    ["signtool ", "certutil ", "schtasks", "pvk2pfx", "makecert"],
    `(?:signtool|certutil|schtasks|pvk2pfx)[^\\n]{0,200}? [/-](?:p|rp|po) ${ARGUMENT}`,
  ),
  command(
    [
      "cargo login",
      "snyk auth",
      "bw unlock",
      "bw login",
      "service install",
      "ngrok authtoken",
      "add-authtoken",
      "npm login",
      "doctl auth",
      "gh auth",
      "vault login",
      "railway login",
      "fly auth",
      "sentry-cli login",
      "infisical login",
      "op signin",
      "auth login",
      "auth token",
    ],
    `(?:cargo login|snyk auth|bw unlock|bw login \\S{1,80}|cloudflared service install|(?:add-)?authtoken|vault login(?: token=)?|auth (?:login|token)(?: -t)?) ${ARGUMENT}`,
  ),
  command(["/pass:", "/password:", "/pwd:", "/rp:"], `(?<=\\s)/(?:pass|password|pwd|rp):${ARGUMENT}`),
  command(["nickserv", "identify "], `(?:nickserv :?|/ns )?identify (?:[\\w[\\]|-]{1,30} )?${ARGUMENT}(?=\\s|$)`),
  command(
    ["assword:", "assphrase:", 'assword"', "assword*", "assword'", "assword for"],
    `ass(?:word|phrase)[^\\n]{0,32}?["'})*][)}\\s;{]{1,40}(?:\\w{1,20}\\.)?(?:exp_)?send(?:_?line)?(?:\\s--)?\\s{0,2}\\(?\\s{0,2}[b]?["'{](?<secret>[^"'}\\n]{2,128}?)(?:\\\\[rn]){0,2}["'}]`,
  ),
  command(
    ["expect "],
    `expect [^\\n]{0,60}ass(?:word|phrase|code)[^\\n]{0,32}?\\s{1,20}send(?:line)?(?: --)? ["{]?(?<secret>[^"}\\n\\s\\\\]{2,128})`,
  ),
  command(
    ["smtp.", "]:587", "]:465", "]:25", "smtp-", "mail."],
    `(?:(?:smtp|mail)[\\w.-]{0,60}|(?=\\]:))\\]?(?::(?:[0-9]{2,5}|submissions?|smtps?))?[ \\t]{1,8}[\\w.@%+-]{1,80}:${ARGUMENT}`,
  ),
  command(['"auth" "', "auth "], `"AUTH" "(?:[\\w.-]{1,40}" ")?(?<secret>[^"\\n]{3,256})"`),
  command(
    ["auth "],
    `(?<=(?:^|[\\n>"'\`] ?))AUTH (?:[\\w.-]{1,40} )?(?<secret>(?![0-9.]{1,9}\\w{0,2}(?:\\s|$))(?=[^\\s"']{0,64}[0-9])[^\\s"']{6,256})(?=\\s{0,2}(?:\\n|["']|$))`,
  ),
  command(
    ["user default", "setuser "],
    `(?:user|setuser) [\\w.-]{1,40}(?: (?:on|off|reset|resetpass|nopass|sanitize-payload|[~&+-]\\S{1,20})){0,8} >(?<secret>[^\\s"']{3,256})`,
  ),
  command(["sqlconnectinfo"], `SQLConnectInfo\\s{1,4}\\S{1,120}\\s{1,4}\\S{1,60}\\s{1,4}${ARGUMENT}`),
  command(
    ["password '", 'password "', "password n'", "password e'"],
    `password\\s[NE]?["'](?<secret>[^"'\\n]{3,128})["'](?=\\s{0,3}(?:;|,|\\)|$|valid|in role|superuser|no|login|create|default|expire|account|encrypted|on |for |"|\\\\))`,
  ),
  command(["password('", 'password("'], `password\\(["'](?<secret>[^"'\\n]{3,128})["']\\)`),
  command(["userpwd"], `userpwd["']?\\s{0,3}(?:,|=>?|:)\\s{0,3}["'][^"':\\n]{1,80}:(?<secret>[^"'\\n]{2,128})["']`),
  command(["secret '", 'secret "', "secret="], `secret ["'](?<secret>[^"'\\n]{8,256})["'](?=\\s{0,3}[,);])`),
  command(
    ["user "],
    `(?<=(?:^|\\n|> ?|\\[\\d{1,9}\\] ))USER \\S{1,80}(?:\\r?\\n)[^\\n]{0,40}(?:\\r?\\n[^\\n]{0,60}?)?PASS ${ARGUMENT}`,
  ),
  command(["pass "], `(?<=(?:^|\\n|> ?|command:? |\\] |"|C: ))PASS (?<secret>[^\\s"']{4,128})(?=\\s|"|$)`),
];

function command(keywords: readonly string[], source: string, lead?: number): TokenRule {
  const accept = (secret: string): boolean => !isStandIn(secret) && !/^[-$%{]/.test(secret);
  return rule("command-password", keywords, new RegExp(source, "i"), {
    rank: RANK.address,
    accept,
    ...(lead === undefined ? {} : { lead }),
  });
}
