/**
 * Which parts of a value are the secret.
 *
 * A webhook address, a service-account file or an `.env` block carries text that everybody knows; if every 12 characters of it were
 * redacted, whole languages of harmless text would be. A value that has no such structure is one piece.
 */
export function piecesOf(value: string): readonly string[] {
  const trimmed = value.trim();
  return piecesOfJson(trimmed) ?? piecesOfSettings(trimmed) ?? piecesOfUrl(trimmed) ?? [trimmed];
}

const PUBLIC_KEY =
  /^(?:type|project_id|client_id|client_email|user(?:name)?|email|name|account|region|host(?:name)?|database|issuer|scopes?|universe_domain|quota_project_id|\w+_ur[il])$/i;
const PUBLIC_LEAF = /^(?:https?:\/\/[^\s@?]*|service_account|authorized_user|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)$/;

function piecesOfJson(value: string): readonly string[] | undefined {
  if (!/^[{[]/.test(value)) return undefined;
  try {
    const leaves: string[] = [];
    JSON.parse(value, (key, leaf: unknown) => {
      if (typeof leaf === "string" && !PUBLIC_KEY.test(key) && !PUBLIC_LEAF.test(leaf)) leaves.push(leaf.trim());
      return leaf;
    });
    return leaves.length > 0 ? leaves : undefined;
  } catch {
    return undefined; // not JSON after all: the value is taken whole, which covers more
  }
}

function piecesOfSettings(value: string): readonly string[] | undefined {
  const lines = value.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (lines.length < 2) return undefined;
  const settings = lines.map((line) => /^(?:export )?[A-Za-z_]\w{1,63}=(.*)$/.exec(line)?.[1]);
  if (settings.some((setting) => setting === undefined)) return undefined;
  return settings.map((setting) => (setting ?? "").replace(/^(["'])(.*)\1$/, "$2"));
}

function piecesOfUrl(value: string): readonly string[] | undefined {
  const parts = /^[a-z][a-z0-9+.-]{1,20}:\/\/(?:([^@/\s]*)@)?[^/?#\s]+([/?#]\S*)?$/i.exec(value);
  if (!parts) return undefined;
  const [, userinfo = "", rest = ""] = parts;
  const password = userinfo.slice(userinfo.indexOf(":") + 1);
  const path = rest.length >= 12 ? rest : "";
  const pieces = [userinfo, password, decoded(password), path].filter((piece) => piece.length >= 8);
  return pieces.length > 0 ? pieces : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % means that it was not encoded
  }
}

/** Twelve characters of these tell nothing, wherever they stand in a value. */
export const PUBLIC_TEXT: readonly string[] = [
  "-----BEGIN RSA PRIVATE KEY-----",
  "-----BEGIN EC PRIVATE KEY-----",
  "-----BEGIN DSA PRIVATE KEY-----",
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  "-----BEGIN ENCRYPTED PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN PGP PRIVATE KEY BLOCK-----",
  "-----BEGIN CERTIFICATE-----",
  "-----END RSA PRIVATE KEY-----",
  "-----END EC PRIVATE KEY-----",
  "-----END DSA PRIVATE KEY-----",
  "-----END OPENSSH PRIVATE KEY-----",
  "-----END ENCRYPTED PRIVATE KEY-----",
  "-----END PRIVATE KEY-----",
  "-----END PGP PRIVATE KEY BLOCK-----",
  "-----END CERTIFICATE-----",
  "https://github.com/",
  "Authorization: Bearer ",
  "AGE-SECRET-KEY-1",
  "github_pat_11",
  "postgresql://postgres:",
];
