/** The part of the corpus that rules may be tuned on. */
import type { Templates } from "./sample.ts";

export const TUNED_SHAPES: Templates = {
  runpod: ["rpa_{UAN:40}{lan:6}"],
  paystack: ["sk_live_{hex:40}"],
  cartesia: ["sk_car_{an:22}"],
  chainstack: ["cfsk-{hex:48}"],
  gitea: ["gto_{lan:56}", "gta_{lan:56}"],
  ntfy: ["tk_{lan:29}"],
  retell: ["key_{hex:28}"],
  workato: ["wrkaus-{an:40}"],
  zai: ["{hex:32}.{an:16}"],
  persona: ["persona_production_{uuid}"],
  paperspace: ["psk_{an:32}"],
  windmill: ["wmill_{an:32}"],
  airbyte: ["airbyte_{an:40}"],
};

export const TUNED_INVENTED: Templates = {
  underscore: ["{name}_{an:32}", "{name}_live_{an:28}", "{name}_sk_{hex:40}"],
  dash: ["{name}-{an:40}", "{name}-secret-{lan:32}", "{name}-token-{an:24}"],
  dotted: ["{name}.{an:24}.{an:40}", "{upper:2}.{url:24}.{url:40}", "v1.{name}.{url:40}", "{name}.{hex:40}"],
  upper: ["{upper:4}_{an:36}", "{upper:3}-{an:36}", "{upper:5}-{UAN:28}"],
  "two-part": ["{name}_{an:16}_{an:32}", "{name}-{lan:10}-{lan:24}", "{name}_{lan:8}_{hex:32}"],
  url: ["{name}_{url:40}", "{lower:2}-{url:48}", "{name}-{url:32}"],
  versioned: ["{name}_v2_{hex:48}", "{name}-v1-{hex:64}", "{name}2_{an:30}"],
  hex: ["{name}_{hex:32}", "{lower:4}_{hex:64}", "{name}-key-{hex:32}"],
  padded: ["{name}_{b64:43}=", "{name}_{b64:64}"],
  colon: ["{an:8}:{url:40}", "{an:10}.{an:8}:{url:32}"],
};

export const TUNED_VALUES: Templates = {
  hex: ["{hex:32}", "{hex:40}", "{hex:64}"],
  alnum: ["{an:16-40}"],
  base64: ["{b64:43}="],
  url: ["{url:43}"],
};
export const TUNED_CHOSEN: Templates = { chosen: ["{chosen}"] };

export const TUNED_NAMES: readonly string[] = [
  "api_key",
  "access_token",
  "client_secret",
  "auth_token",
  "secret_key",
  "acme_token",
  "webhook_secret",
  "signing_key",
  "jwt_secret",
  "refresh_token",
  "encryption_key",
  "bot_token",
];
export const TUNED_PASSWORD_NAMES: readonly string[] = [
  "password",
  "db_password",
  "passwd",
  "passphrase",
  "admin_pass",
];

export const TUNED_PLACES: Templates = {
  "connection-string": [
    "postgresql://app:«{an:14}»@db:5432/{noun}",
    "Server=db;Database={noun};User Id=sa;Password=«{an:10}!»;",
    "redis://:«{an:20}»@cache:6379/0",
    "AccountEndpoint=https://x.documents.azure.com:443/;AccountKey=«{b64:86}==»;",
    "amqp://guest:«{an:12}»@mq:5672/",
  ],
  url: [
    "https://x.example.com/?key=«{an:39}»",
    "https://«{an:40}»@github.com/a/b.git",
    "https://x.example.com/a?sig=«{an:43}%3D»",
  ],
  header: [
    "Authorization: Bearer «{an:40}»",
    "X-Api-Key: «{hex:32}»",
    "Cookie: session=«{hex:40}»; theme=dark",
    "api-key: «{an:32}»",
  ],
  command: [
    "curl -u bot:«{chosen}» https://example.com",
    "mysql -u root -p«{an:12}» {noun}",
    "export VAULT_TOKEN=«hvs.{an:24}»",
    "sshpass -p «{an:12}» ssh root@10.0.0.1",
  ],
  file: [
    "_authToken=«npm_{an:36}»",
    "machine example.com login jo password «{chosen}»",
    "password=«{chosen}»",
    "data:\n  password: «{b64:20}==»",
  ],
  code: [
    'const apiKey = "«{an:32}»";',
    "db.connect({ user: 'app', password: '«{chosen}»' })",
    'setToken("«{an:40}»")',
    'os.environ["API_KEY"] = "«{hex:32}»"',
  ],
  prose: ["the api key is «{an:32}», keep it safe", "token «{hex:40}» was revoked", "The password is «{chosen}»."],
};

export const TUNED_NETWORK: Templates = {
  cisco: [
    "enable secret 9 «$9${crypt:14}${crypt:43}»",
    "username admin password 7 «{HEX:16}»",
    "snmp-server community «{an:8}» RO",
    "tacacs-server key 7 «{HEX:18}»",
    "snmp-server user mon grp v3 auth sha «{an:12}» priv aes 128 {an:12}",
  ],
  juniper: ['set system login user ops authentication encrypted-password "«$6${crypt:8}${crypt:86}»"'],
  others: ["set passwd ENC «{b64:60}»", "wpa-psk ascii 0 «{an:12}»", "snmp-agent community write «{an:10}»"],
};

export const TUNED_PERSONAL: Templates = {
  email: ["write to «{lower:5}@{name}.org» soon"],
  phone: ["call «+49 30 9018{digit:4}»", "phone: «(415) 555-2{digit:3}»"],
  card: ["«{id:visa}»", "card «{id:mastercard}»", "«{id:maestro}»"],
  iban: ["«{id:iban-de}»", "IBAN: «{id:iban-gb}»", "to «{id:iban-fr}»", "«{id:iban-es}»", "«{id:iban-pl}»"],
  "national-id": [
    "ssn «{id:ssn}»",
    "NI number «{id:nino}»",
    "CPF «{id:cpf}»",
    "dni: «{id:dni}»",
    "cpf=«{id:cpf-bare}»",
  ],
};

export const TUNED_NEGATIVES: Templates = {
  ids: [
    "ch_{an:24}",
    "price_{an:24}",
    "vol-0{hex:16}",
    "msg_{an:24}",
    "toolu_{an:24}",
    "appl_{noun}_{digit:6}",
    "job-{uuid}",
  ],
  digests: [
    "sha1-{b64:27}=",
    "sha512-{b64:86}==",
    "image_{hex:40}.png",
    "build-{hex:40}",
    "md5: {hex:32}",
    "etag={hex:40}",
  ],
  public: ["pk_test_{an:24}", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{b64:43} x", "public_key={b64:43}="],
  counts: ["page_token={b64:40}", '"next_cursor":"{b64:44}="', "token_count: {digit:5}"],
  placeholders: [
    "api_key=YOUR_KEY_HERE",
    "sk-...",
    "token=<TOKEN>",
    "sk_test_xxxxxxxxxxxxxxxxxxxxxxxx",
    "secret: example-secret-value",
  ],
  numbers: ["2026-05-01 10:00:00", "id={digit:12}", "v1.2.3-beta.{digit:2}", "4111 1111 1111 1112"],
};
