/**
 * The part of the corpus that is written after the rules, to see what they make of what they were not written for. Its first numbers
 * say how well they generalize; once rules are tuned on what is missed here it belongs to the tuned part, and another one has to be
 * written.
 */
import type { Context } from "./contexts.ts";
import type { Templates } from "./sample.ts";

export const HELD_OUT_SHAPES: Templates = {
  agora: ["007eJx{an:60}"],
  appwrite: ["standard_{hex:256}"],
  baseten: ["{an:8}.{an:32}"],
  clerk: ["ak_{lan:26}_{an:40}"],
  convex: ["prod:{noun}-{noun}-{digit:3}|{b64:80}"],
  dopplercli: ["dp.ct.{an:43}"],
  lakefs: ["AKIAJ{b32:11}Q"],
  mintlify: ["mint_dsc_{b58:24}"],
  northflank: ["nf-{url:64}"],
  onfido: ["api_live.{an:11}.{url:32}"],
  paystackwebhook: ["sk_test_{hex:40}"],
  pinata: ["{hex:20}:{hex:64}"],
  plivo: ["MA{UAN:18}:{an:40}"],
  resemble: ["{an:22}tt"],
  rollout: ["ro_{an:40}"],
  semaphore: ["smph_{an:40}"],
  sendbirdorg: ["sbo-{hex:40}"],
  sumup: ["sup_sk_{an:32}"],
  telnyx2: ["KEY01{HEX:30}_{an:22}"],
  upstash: ["ABCD{an:100}="],
  workos: ["sk_test_a2V5Xz{an:50}"],
  youtrack: ["perm-{b64:8}.{b64:16}.{an:30}"],
  zerobounce: ["zb_{hex:32}"],
};

export const HELD_OUT_INVENTED: Templates = {
  "two words": ["{name}_{name}_{an:32}", "{name}-{name}-{an:36}"],
  "token word": ["{name}tok_{an:32}", "{name}_token_{hex:32}", "tok-{name}-{lan:30}"],
  "account and secret": ["{name}_{digit:8}_{an:36}", "{UAN:12}.{an:40}"],
  "environment first": ["live_{name}_{an:32}", "test-{name}-{an:32}", "prod.{name}.{an:32}"],
  "upper and lower": ["{upper:3}{lower:2}_{an:32}", "{upper:2}_{lower:4}_{hex:32}"],
  checksum: ["{name}_{an:40}{hex:4}", "{name}_{b58:44}"],
  short: ["{name}_sk_{an:18}", "{name}_pat_{an:20}"],
};

export const HELD_OUT_VALUES: Templates = {
  hex: ["{hex:32}", "{hex:56}"],
  alnum: ["{an:18-36}", "{UAN:24-32}"],
  base64: ["{b64:32}", "{b64:43}="],
};
export const HELD_OUT_CHOSEN: Templates = { chosen: ["{chosen}"] };
export const HELD_OUT_NAMES: readonly string[] = [
  "billing_api_token",
  "cookie_secret",
  "github_app_private_key",
  "datastore_access_key",
  "internal_service_secret",
  "payment_gateway_key",
  "mail_api_key",
  "session_secret",
  "kms_master_key",
  "telemetry_ingest_token",
];
export const HELD_OUT_PASSWORD_NAMES: readonly string[] = ["root_password", "imap_passwd", "vpn_password", "sa_pwd"];

export const HELD_OUT_SHAPE_CONTEXTS: readonly Context[] = [
  { name: "tab", text: "name\t{}\tend" },
  { name: "quote", text: "he wrote: '{}'?" },
  { name: "tuple", text: "('{}', 3)" },
  { name: "comment", text: "// old: {}" },
  { name: "arrow", text: "from => {} => to" },
  { name: "attribute", text: '<a data-x="{}">' },
  { name: "json array", text: '["one","{}","three"]' },
  { name: "header", text: "X-Custom: {}" },
];

export const HELD_OUT_NAMED_CONTEXTS: readonly Context[] = [
  { name: "yaml quoted", text: "app:\n  {n}: '{}'\n", style: "kebab" },
  { name: "json spaced", text: '{\n  "{n}" : "{}"\n}', style: "snake" },
  { name: "github output", text: 'echo "{n}={}" >> $GITHUB_ENV', style: "upper" },
  { name: "go map", text: 'map[string]string{"{n}": "{}"}', style: "snake" },
  { name: "rust env", text: 'env::var("{n}").unwrap_or("{}".into())', style: "upper" },
  { name: "java annotation", text: '@Value("${app.{n}:{}}")', style: "kebab" },
  { name: "python class", text: "class C:\n    {n} = r'{}'", style: "upper" },
  { name: "cmake", text: 'set({n} "{}")', style: "upper" },
  { name: "http form", text: 'name="{n}"\r\n\r\n{}\r\n--x', style: "snake" },
  { name: "systemd", text: "Environment={n}={}", style: "upper" },
  { name: "ansible", text: 'ansible all -e "{n}={}"', style: "snake" },
  { name: "sentence", text: "set {n} to {} and restart", style: "snake" },
  { name: "helm", text: "--set env.{n}={}", style: "camel" },
  { name: "erlang", text: '{{n}, <<"{}">>}', style: "snake" },
];

export const HELD_OUT_PLACES: Templates = {
  "connection-string": [
    "oracle+cx_oracle://app:«{an:12}»@db:1521/?service_name={noun}",
    "mqtts://dev:«{an:18}»@iot.example.com:8883",
    "Server=tcp:db,1433;Uid=app;PWD=«{chosen}»;Encrypt=yes;",
    "couchbase://Administrator:«{an:12}»@cb.example.com",
    "cassandra: username=app password=«{an:14}»",
  ],
  command: [
    "http --auth bot:«{an:14}» GET https://api.example.com",
    "MYSQL_PWD=«{chosen}» mysqldump -u root {noun}",
    "kubectl config set-credentials ci --token=«{an:48}»",
    "terraform apply -var 'db_password=«{chosen}»'",
    "curl -F token=«{an:32}» https://x.example.com/upload",
    "snowsql -u jo -a acme --password «{chosen}»",
  ],
  file: [
    "[database]\npasswd = «{chosen}»",
    '"connectionString": "AccountEndpoint=https://a.documents.azure.com:443/;AccountKey=«{b64:86}==»"',
    "rabbitmq.default_pass = «{an:16}»",
    'ipsec.secrets\n%any : PSK "«{an:20}»"',
    "jo:«$5${crypt:16}${crypt:43}»:19000:0:99999:7:::",
    "<credential><username>jo</username><secret>«{an:24}»</secret></credential>",
  ],
  code: [
    'cfg := Config{Token: "«{an:36}»"}',
    "conn.auth = ('bot', '«{an:12}7!»')",
    'headers["X-Auth-Key"] = "«{hex:37}»"',
    "ftp.login(user='jo', passwd='«{chosen}»')",
    'let key = SymmetricKey(data: "«{hex:64}»")',
  ],
  prose: [
    "New password: «{chosen}»",
    "I pasted the token «{an:40}» by mistake",
    "Your OTP is «{digit:6}»",
    "use secret key «{b64:40}» for signing",
  ],
};

export const HELD_OUT_NETWORK: Templates = {
  lines: [
    "ip http client password 7 «{HEX:16}»",
    "server 10.0.0.5 key 0 «{an:12}»",
    "authentication pre-share key «{an:14}»",
    'set system services web-management session-key "«$9${crypt:20}»"',
    "  wpa passphrase «{an:14}»",
    "set user jo password «{an:12}»",
    "snmp-server community «{an:10}» view v1 ro",
    "area 0 virtual-link 1.1.1.1 message-digest-key 1 md5 «{an:12}»",
    "username ops algorithm-type scrypt secret «{an:14}»",
  ],
};

export const HELD_OUT_PERSONAL: Templates = {
  email: ["mail to «{lower:4}_{lower:6}@{name}{name}.de»;", "mailto:«{lower:7}@{name}.example.net»?subject=x"],
  phone: ["ph: «+61 2 9374 {digit:4}»", "Mobil: «0171 {digit:7}»", "fax «212-555-0{digit:3}»"],
  card: ["«{id:visa}»,12/28", "cc=«{id:mastercard}»", "Card: «{id:jcb}»"],
  iban: ["«{id:iban-ch}»;", '"iban":"«{id:iban-nl}»"'],
  "national-id": [
    "CF=«{id:codice-fiscale}»",
    '"pesel":"«{id:pesel}»"',
    '"ssn":"«{id:ssn}»"',
    "(«{id:cpf}»)",
    "id «{id:resident-id}»",
  ],
};

export const HELD_OUT_NEGATIVES: Templates = {
  ids: [
    '"object_id":"{hex:24}","run_uuid":"{uuid}"',
    "sub_{an:14} in_{an:24} acct_{an:16}",
    "span {hex:16} parent {hex:16}",
    "X-Amzn-Trace-Id: Root=1-{hex:8}-{hex:24}",
    "rs-{noun}-{hex:8}-{lan:5}",
    "jti: {uuid}",
    "correlation {b58:22} accepted",
    "projects/{noun}-{digit:6}/secrets/{noun}/versions/3",
    "device SN {UAN:12}, MAC {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}",
  ],
  digests: [
    "{hex:40} refs/heads/main",
    "index {hex:7}..{hex:7} 100644",
    "sha256-{b64:43}=",
    "blake3:{hex:64}",
    "image: {noun}@sha256:{hex:64}",
    '"gitHead": "{hex:40}"',
    "chunk-{UAN:8}.js {noun}.{hex:8}.css",
    "crc32 {hex:8} size {digit:6}",
    "resolution: {integrity: sha512-{b64:86}==}",
  ],
  placeholders: [
    "token: <your-token-here>",
    "PASSWORD=${PASSWORD:?missing}",
    "api_key: REPLACE_ME",
    "client_secret=...",
    'password: ""',
    "secret: xxxxx-xxxxx-xxxxx",
    "Bearer YOUR_ACCESS_TOKEN",
    "apiKey={{apiKey}}",
    "password = input('Password: ')",
  ],
  words: [
    "Keys of the map are sorted; the secret to speed is a small table.",
    "const { token, password } = req.body;",
    "token_endpoint_auth_method: client_secret_basic",
    "the password was changed 3 days ago by admin2",
    "GET /oauth/token 401 12ms",
    "keyCode === 13 && onSubmit()",
    "pub fn token(&self) -> Option<&Token>",
    "passwordless login with passkeys is on",
    "kubectl get secret db-credentials -o yaml",
    "[x] key rotation (every 90d) [ ] secret scanning",
  ],
  counts: [
    '"usage":{"total_tokens":{digit:5}}',
    '"pageToken": "{b64:60}"',
    "nextCursor={b64:32}",
    'etag: W/"{hex:16}"',
    '"startAfterKey":"{noun}/{noun}.json"',
  ],
  numbers: [
    "order 1000{digit:6} total 99.90",
    "2026-01-02 03:04:05,678",
    "ISBN 0-306-40615-2",
    "10.1000/xyz{digit:3} vol. 12 pp. 123-145",
    "{digit:20}",
    "rows 1234567, 7654321 and 1122334",
    "v2.0.0-beta.{digit:2}+exp.sha.{hex:7}",
  ],
  public: [
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{b64:43} a@b",
    "-----BEGIN CERTIFICATE-----\nMIIF{b64:60}\n{b64:64}\n-----END CERTIFICATE-----",
    '"publicKey":"{b64:43}="',
    "recaptcha site_key 6L{url:38}",
    "data:image/svg+xml;base64,PHN2Zy{b64:200}",
  ],
  hosts: [
    "git@gitlab.example.com:{noun}/{noun}.git",
    "ec2-{digit:2}-{digit:2}-1-2.compute-1.amazonaws.com",
    "{noun}-{lan:10}-uc.a.run.app",
    "postgres://localhost:5432/{noun}",
    "https://{noun}.example.com/a/b?page=2#section-3",
    "/var/lib/docker/overlay2/{hex:64}/merged",
  ],
};
