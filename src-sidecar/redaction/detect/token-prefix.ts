/** Words in the prefixes of tokens, and of what is no token. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

const SECRET = words(
  `key keys apikey api token tok secret sec sk rk pat live prod production test sandbox dev auth oauth access refresh bot svc srv
  service priv private pw pwd pass password cred creds webhook whsec sign signkey signing jwt session sess oat uat sat at rt pt
  admin master license proj svcacct restricted agent deploy runner ingest write server internal connect personal app`,
);

/** Ids of objects, requests and machines, digests, and keys that are public. */
const ID = words(
  `id ids uid uuid guid cus cust customer pi py ch evt event req request price prod product sub si in inv invoice txn tx file
  files fil msg message run thread asst assistant chatcmpl cmpl resp response toolu call user usr u org team acct account ws
  workspace inst instance dpl dep deployment prj project job task step span trace conv chat img image photo video vid asset media
  tmpl template doc page block row rec tbl item order ord cart checkout cs seti setupintent pm card ba src tok_visa fp batch vs
  vector store sha sha1 sha224 sha256 sha384 sha512 md5 crc blake2b blake3 h1 etag digest commit rev build layer cache chunk
  bundle pkg lib node nodejs module modules part shard i vol snap ami subnet vpc eni igw rtb acl eip nat sg lt asg tgw pcx rds
  pk pub public publishable phc client clientid kid keyid fingerprint nonce state cursor page next prev version v ver release rc
  tag branch merge pr issue ticket case lead deal contact company campaign list segment group role policy rule grant session_id
  pod rs sts svcs deploy-id node-modules linux darwin windows win amd64 arm64 x86 x64 ip host dns zone cluster db table index idx
  col field class style css js ts jsx html svg icon font ico png jpg gif webp pdf csv json xml yml tmp temp log logs backup bak
  data blob obj object res resource arn urn ref link url href anchor section heading test-id component comp el elem
  iv track album artist playlist episode urn did`,
);

function partsOf(head: string): readonly string[] {
  return head
    .toLowerCase()
    .split(/[_.:-]+/)
    .filter((part) => part !== "" && !/^v[0-9]{1,2}$/.test(part));
}

/** A prefix that says itself that a secret follows. */
export function isSecretPrefix(head: string): boolean {
  return partsOf(head).some((part) => SECRET.has(part) || SECRET.has(part.replace(/[0-9]+$/, ""))) && !isPublic(head);
}

/** A prefix of ids, digests, files or public keys. */
export function isIdPrefix(head: string): boolean {
  if (/^(?:did|urn|arn|spotify):/i.test(head)) return true;
  const parts = partsOf(head);
  const last = parts.at(-1) ?? "";
  if (isPublic(head)) return true;
  if (parts.length > 1 && parts.some((part) => STRONG.has(part.replace(/[0-9]+$/, "")))) return false;
  if (parts.length > 1 && (last.length === 1 || last === "prod")) return isIdWord(parts[0]);
  return ID.has(last) || ID.has(last.replace(/[0-9]+$/, "")) || (parts.length > 1 ? isIdWord(parts[0]) : false);
}

/** `prod` is a product before an id, and an environment before other words. */
function isIdWord(first: string | undefined): boolean {
  return first !== undefined && first !== "prod" && ID.has(first);
}

/** Words that outweigh a word of `ID` beside them. */
const STRONG = words("secret token apikey key sk pat live oauth auth password private signkey oat uat sat");

function isPublic(head: string): boolean {
  return /(?:^|[_-])(?:pk|pub|public|publishable|phc|anon)(?:[_-]|$)/i.test(head);
}
