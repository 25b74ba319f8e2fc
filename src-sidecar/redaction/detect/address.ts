import { entropy } from "../rules/shape.ts";
import { RANK, type Detector } from "../scan/detector.ts";
import { isGenerated, isStandIn } from "./plausible.ts";

// The password ends at the last @ before the host: passwords may hold unencoded ones.
const USERINFO =
  /(?<user>[^\s"'`<>:/@?#[\]\\]{0,128}):(?<password>[^\s"'`<>\\]{1,512}?)@(?=\[?[A-Za-z0-9._$%{-]{1,253}\]?(?:[:/?#,\s"'`<>\\)\]]|$))/y;
const USER_ONLY = /(?<user>[^\s"'`<>:/@?#[\]\\]{12,255})@(?=[A-Za-z0-9.-]{1,253})/y;

/** The password of `scheme://user:password@host`, or the token in the place of a user. */
export const ADDRESS: Detector = {
  keywords: ["://", "%3a%2f%2f", ":\\/\\/"],
  detect(text, start, end, findings) {
    if (start === 0 || !/[A-Za-z0-9+.-]/.test(text.charAt(start - 1))) return 0;
    USERINFO.lastIndex = end;
    const userinfo = USERINFO.exec(text)?.groups;
    const password = userinfo?.["password"];
    if (password !== undefined) {
      const from = end + (userinfo?.["user"]?.length ?? 0) + 1;
      if (isStandIn(password) || isDefault(userinfo?.["user"], password) || /^[0-9]{1,5}\//.test(password)) return 0;
      findings.push({ kind: "url-password", start: from, end: from + password.length, rank: RANK.address });
      return from + password.length;
    }
    USER_ONLY.lastIndex = end;
    const user = USER_ONLY.exec(text)?.groups?.["user"];
    if (user === undefined || !isUserToken(user)) return 0;
    findings.push({ kind: "url-token", start: end, end: end + user.length, rank: RANK.address });
    return end + user.length;
  },
};

/** What a service is delivered with, as manuals write it: `guest:guest`. */
function isDefault(user: string | undefined, password: string): boolean {
  return (
    user === password &&
    /^(?:admin|root|guest|user|test|postgres|mysql|elastic|anonymous|sa|neo4j|minioadmin|rabbitmq)$/.test(password)
  );
}

function isUserToken(user: string): boolean {
  return isGenerated(user, "quoted") || (user.length >= 24 && /^[A-Za-z0-9_-]+$/.test(user) && entropy(user) >= 3.5);
}

const ORACLE = /jdbc:oracle:\w{1,10}:(?<user>[\w$#]{1,60})\/(?<password>[^@\s"']{1,100})@/y;

/** `jdbc:oracle:thin:user/password@host`. */
export const ORACLE_ADDRESS: Detector = {
  keywords: ["jdbc:oracle:"],
  detect(text, start, _end, findings) {
    ORACLE.lastIndex = start;
    const match = ORACLE.exec(text);
    const password = match?.groups?.["password"];
    if (!match || password === undefined) return 0;
    const end = start + match[0].length - 1;
    findings.push({ kind: "url-password", start: end - password.length, end, rank: RANK.address });
    return end;
  },
};

const BEARER = /bearer[ +]{1,2}(?<credentials>[A-Za-z0-9._~+/-]{16,4096}={0,2})/iy;

/** `Bearer …` without its header's name. */
export const BEARER_CREDENTIALS: Detector = {
  keywords: ["bearer "],
  detect(text, start, _end, findings) {
    BEARER.lastIndex = start;
    const credentials = BEARER.exec(text)?.groups?.["credentials"];
    if (credentials === undefined || !isGenerated(credentials, "quoted")) return 0;
    const end = BEARER.lastIndex;
    findings.push({ kind: "bearer-token", start: end - credentials.length, end, rank: RANK.setting });
    return end;
  },
};
