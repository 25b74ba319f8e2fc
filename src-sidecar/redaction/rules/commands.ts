import { RANK } from "../scan/detector.ts";
import { isStandIn } from "../detect/plausible.ts";
import { rule, type TokenRule } from "./rule.ts";

const ARGUMENT = `(?!\\[REDACTED:)(?:"(?<quoted>[^"\\n]{1,128})"|'(?<single>[^'\\n]{1,128})'|(?<secret>[^\\s"']{3,128}))`;

/** Passwords on command lines and in calls, where nothing but the place says what they are. */
export const COMMANDS: readonly TokenRule[] = [
  command(
    ["curl ", "wget ", "http ", "xh "],
    `(?:curl|wget|http|xh)\\b[^\\n]{0,300}?\\s(?:-u|--user|-a|--auth)[ =]?["']?[^\\s:"'[\\]]{1,100}:(?<secret>[^\\s"']{1,200})`,
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
    `(?:sqlplus|rman)(?: -\\w{1,3}){0,3} [\\w$#]{1,60}/(?<secret>[^@\\s"']{2,100})(?=[@\\s])`,
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
    `(?:echo|printf)(?: -n)? ["']?(?<secret>[^\\s"'|]{3,512})["']? ?\\|[^\\n]{0,40}?(?:sudo -S|--password-stdin|passwd --stdin|--with-token|chpasswd|login )`,
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
];

function command(keywords: readonly string[], source: string): TokenRule {
  const accept = (secret: string): boolean => !isStandIn(secret) && !/^[-$%{]/.test(secret);
  return rule("command-password", keywords, new RegExp(source, "i"), {
    rank: RANK.address,
    accept,
  });
}
