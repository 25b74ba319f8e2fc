/** Tokens made up from a seed, so that no text that looks like a live one stands in the repository. */
import { createSeededRandom, type SeededRandom } from "./seeded-random.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGIT = "0123456789";

const ALPHABETS: Readonly<Record<string, string>> = {
  an: UPPER + LOWER + DIGIT,
  lower: LOWER,
  upper: UPPER,
  digit: DIGIT,
  hex: `${DIGIT}abcdef`,
  HEX: `${DIGIT}ABCDEF`,
  lan: LOWER + DIGIT,
  UAN: UPPER + DIGIT,
  b32: `${UPPER}234567`,
  b64: `${UPPER}${LOWER}${DIGIT}+/`,
  url: `${UPPER}${LOWER}${DIGIT}-_`,
  b58: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
  bech: "023456789acdefghjklmnpqrstuvwxyz",
  BECH: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
};

/** One made-up secret of a kind. */
export interface MadeToken {
  /** The kind that redaction should report. */
  readonly kind: string;
  /** The secret itself. */
  readonly secret: string;
  /** The secret with what its kind needs around it, such as its name. */
  readonly text: string;
}

/**
 * How the tokens of each kind are written: `{alphabet:count}` stands for random characters and `{uuid}` for a UUID. Where a kind is
 * only known by what stands around it, the secret is in `«»`.
 */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  "github-token": ["ghp_{an:36}", "gho_{an:36}", "ghu_{an:36}", "ghs_{an:36}", "ghr_{an:76}"],
  "github-fine-grained-token": ["github_pat_11{UAN:20}_{an:59}"],
  "gitlab-token": ["glpat-{url:20}", "gldt-{url:20}", "glptt-{hex:40}", "glrt-{url:20}", "glpat-{url:27}.01.{lan:9}"],
  "gitlab-runner-token": ["GR1348941{url:20}"],
  "bitbucket-token": ["ATBB{an:32}"],
  "bitbucket-access-token": ["ATCTT3xFfGN0{url:171}={HEX:8}"],
  "atlassian-token": ["ATATT3xFfGF0{url:180}={HEX:8}"],
  "trello-token": ["ATTA{hex:64}{HEX:8}"],
  "azure-devops-token": ["{an:76}AZDO{an:4}"],
  "sourcegraph-token": ["sgp_{hex:40}", "sgp_{hex:16}_{hex:40}", "slk_{hex:64}"],
  "circleci-token": ["CCIPAT_{an:22}_{hex:40}"],
  "buildkite-token": ["bkua_{lan:40}"],
  "netlify-token": ["nfp_{an:36}"],
  "vercel-token": ["vcp_{an:56}"],
  "npm-token": ["npm_{an:36}"],
  "pypi-token": ["pypi-AgEIcHlwaS5vcmc{url:120}"],
  "rubygems-token": ["rubygems_{hex:48}"],
  "crates-token": ["cio{an:32}"],
  "nuget-token": ["oy2{lan:43}"],
  "clojars-token": ["CLOJARS_{lan:60}"],
  "jfrog-token": ["AKCp8{an:68}"],
  "jfrog-reference-token": ["cmVmdGtuOj{an:54}"],
  "docker-token": ["dckr_pat_{url:27}", "dckr_oat_{url:32}"],
  "sonarqube-token": ["squ_{hex:40}", "sqp_{hex:40}"],
  "postman-token": ["PMAK-{hex:24}-{hex:34}"],
  "readme-token": ["rdme_{lan:70}"],
  "harness-token": ["pat.{url:22}.{hex:24}.{an:20}"],
  "octopus-token": ["API-{UAN:26}"],
  "scalingo-token": ["tk-us-{url:48}"],
  "aws-access-key-id": ["AKIA{b32:16}", "ASIA{b32:16}"],
  "aws-secret-key": [
    "aws_secret_access_key = «{b64:40}»",
    '"SecretAccessKey": "«{b64:40}»"',
    "AWS_SECRET_ACCESS_KEY=«{b64:40}»",
  ],
  "aws-session-token": ["IQoJb3JpZ2luX2Vj{b64:300}"],
  "aws-mws-token": ["amzn.mws.{uuid}"],
  "google-api-key": ["AIza{url:35}"],
  "google-access-token": ["ya29.a0{url:160}"],
  "google-refresh-token": ["1//0{url:100}"],
  "google-client-secret": ["GOCSPX-{url:28}"],
  "google-hmac-key": ["GOOG1E{UAN:56}"],
  "firebase-server-key": ["AAAA{url:7}:APA91b{url:134}"],
  "azure-client-secret": ["{an:3}8Q~{an:34}"],
  "azure-account-key": [
    "DefaultEndpointsProtocol=https;AccountName=store;AccountKey=«{b64:86}==»;EndpointSuffix=core.windows.net",
  ],
  "azure-sas-signature": ["https://store.blob.core.windows.net/c/b?sv=2022-11-02&sr=b&sig=«{an:43}%3D»&se=2026-01-01"],
  "digitalocean-token": ["dop_v1_{hex:64}", "doo_v1_{hex:64}", "dor_v1_{hex:64}"],
  "heroku-token": ["HRKU-AA{url:58}", "HRKU-{uuid}"],
  "heroku-key": ["heroku_api_key: «{uuid}»"],
  "cloudflare-origin-key": ["v1.0-{hex:24}-{hex:146}"],
  "alibaba-access-key-id": ["LTAI5t{an:18}"],
  "tencent-secret-id": ["AKID{an:32}"],
  "yandex-token": ["AQVN{url:36}", "y0_{url:55}"],
  "fly-token": ["fo1_{url:43}"],
  "render-token": ["rnd_{an:28}"],
  "supabase-token": ["sbp_{hex:40}", "sb_secret_{url:31}"],
  "planetscale-token": ["pscale_tkn_{url:43}", "pscale_pw_{url:43}"],
  "neon-token": ["napi_{lan:64}"],
  "aiven-password": ["AVNS_{url:19}"],
  "databricks-token": ["dapi{hex:32}", "dapi{hex:32}-2"],
  "openshift-token": ["sha256~{url:43}"],
  "terraform-token": ["{an:14}.atlasv1.{url:67}"],
  "pulumi-token": ["pul-{hex:40}"],
  "vault-token": ["hvs.{url:90}", "hvb.{url:140}"],
  "doppler-token": ["dp.pt.{an:43}", "dp.st.prod.{an:43}"],
  "onepassword-service-token": ["ops_eyJ{b64:400}"],
  "onepassword-secret-key": ["A3-{UAN:6}-{UAN:6}-{UAN:5}-{UAN:5}-{UAN:5}-{UAN:5}"],
  "tailscale-key": ["tskey-auth-{an:14}CNTRL-{an:32}", "tskey-api-{an:16}-{an:32}"],
  "anthropic-key": ["sk-ant-api03-{url:93}AA", "sk-ant-oat01-{url:93}AA"],
  "openai-project-key": ["sk-proj-{url:74}T3BlbkFJ{url:74}", "sk-svcacct-{url:74}T3BlbkFJ{url:74}"],
  "openai-key": ["sk-{an:20}T3BlbkFJ{an:20}"],
  "openrouter-key": ["sk-or-v1-{hex:64}"],
  "langfuse-key": ["sk-lf-{uuid}"],
  "huggingface-token": ["hf_{an:34}"],
  "replicate-token": ["r8_{an:37}"],
  "groq-key": ["gsk_{an:52}"],
  "perplexity-key": ["pplx-{an:48}"],
  "xai-key": ["xai-{an:80}"],
  "fireworks-key": ["fw_{an:24}"],
  "jina-key": ["jina_{an:60}"],
  "langsmith-key": ["lsv2_pt_{hex:32}_{hex:10}"],
  "pinecone-key": ["pcsk_{an:6}_{an:63}"],
  "elevenlabs-key": ["sk_{hex:48}"],
  "nvidia-key": ["nvapi-{url:64}"],
  "tavily-key": ["tvly-dev-{an:32}"],
  "firecrawl-key": ["fc-{hex:32}"],
  "apify-token": ["apify_api_{an:36}"],
  "slack-token": [
    "xoxb-{digit:12}-{digit:13}-{an:24}",
    "xoxp-{digit:12}-{digit:12}-{digit:13}-{hex:32}",
    "xoxe.xoxp-1-{an:160}",
  ],
  "slack-app-token": ["xapp-1-A{UAN:10}-{digit:13}-{hex:64}"],
  "slack-webhook": ["https://hooks.slack.com/«services/T{UAN:8}/B{UAN:10}/{an:24}»"],
  "discord-token": ["MTA{an:21}.G{an:5}.{url:38}", "Nzk{an:21}.X{an:5}.{url:27}"],
  "discord-webhook": ["https://discord.com/api/webhooks/«{digit:18}/{url:68}»"],
  "telegram-token": ["{digit:10}:AA{url:33}"],
  "teams-webhook": ["https://acme.webhook.office.com/«webhookb2/{uuid}@{uuid}/IncomingWebhook/{hex:32}/{uuid}»"],
  "twilio-key": ["SK{hex:32}"],
  "twilio-auth-token": ["TWILIO_AUTH_TOKEN=«{hex:32}»"],
  "sendgrid-key": ["SG.{url:22}.{url:43}"],
  "mailgun-key": ["key-{hex:32}"],
  "mailchimp-key": ["{hex:32}-us{digit:2}"],
  "brevo-key": ["xkeysib-{hex:64}-{an:16}"],
  "resend-key": ["re_{an:8}_{an:24}"],
  "mailersend-token": ["mlsn.{hex:64}"],
  "hubspot-token": ["pat-na1-{uuid}"],
  "facebook-token": ["EAA{an:160}"],
  "stripe-key": ["sk_live_{an:24}", "rk_live_{an:99}", "sk_test_{an:24}"],
  "stripe-webhook-secret": ["whsec_{an:32}"],
  "square-token": ["sq0atp-{url:22}", "sq0csp-{url:43}"],
  "braintree-token": ["access_token$production${lan:16}${hex:32}"],
  "plaid-token": ["access-production-{uuid}"],
  "razorpay-key": ["rzp_live_{an:14}"],
  "shippo-token": ["shippo_live_{hex:40}"],
  "easypost-key": ["EZAK{an:54}"],
  "duffel-token": ["duffel_live_{url:43}"],
  "shopify-token": ["shpat_{hex:32}", "shpss_{hex:32}", "shpca_{hex:32}"],
  "salesforce-token": ["00D{an:15}!{an:96}"],
  "linear-key": ["lin_api_{an:40}", "lin_oauth_{hex:64}"],
  "notion-token": ["ntn_{an:46}", "secret_{an:43}"],
  "airtable-token": ["pat{an:14}.{hex:64}"],
  "asana-token": ["1/{digit:16}:{hex:32}"],
  "clickup-token": ["pk_{digit:8}_{UAN:32}"],
  "typeform-token": ["tfp_{an:59}"],
  "figma-token": ["figd_{url:40}"],
  "dropbox-token": ["sl.{url:140}"],
  "contentful-token": ["CFPAT-{url:43}"],
  "mapbox-token": ["sk.eyJ1Ijoi{url:60}.{url:22}"],
  "frameio-token": ["fio-u-{url:64}"],
  "prefect-key": ["pnu_{an:36}"],
  "bitcoin-extended-key": ["xprv{b58:107}"],
  "nostr-key": ["nsec1{bech:58}"],
  "gatehouse-key": ["tools.{uuid}.{url:43}"],
  "age-secret-key": ["AGE-SECRET-KEY-1{BECH:58}"],
  "newrelic-key": ["NRAK-{UAN:27}"],
  "grafana-token": ["glsa_{an:32}_{hex:8}", "glc_eyJ{b64:90}="],
  "sentry-token": ["sntrys_eyJ{b64:150}=_{b64:43}", "sntryu_{hex:64}"],
  "sentry-dsn": ["https://«{hex:32}»@o{digit:6}.ingest.sentry.io/{digit:7}"],
  "dynatrace-token": ["dt0c01.{UAN:24}.{UAN:64}"],
  "posthog-key": ["phx_{an:43}"],
  "launchdarkly-key": ["sdk-{uuid}"],
  "axiom-token": ["xaat-{uuid}"],
  "docker-swarm-token": ["SWMTKN-1-{lan:50}-{lan:25}"],
  "crypt-hash": [
    "$6${an:8}${an:86}",
    "$2b$12${an:53}",
    "$1${an:8}${an:22}",
    "$argon2id$v=19$m=65536,t=3,p=4${b64:22}${b64:43}",
  ],
  "url-password": [
    "postgres://app:«{an:16}»@db.internal:5432/main",
    "redis://:«{an:20}»@cache:6379/0",
    "mongodb+srv://u:«{an:12}!x»@c0.mongodb.net/x",
  ],
  "url-token": ["https://«{an:32}»@git.example.com/a/b.git"],
  authorization: [
    "Authorization: Bearer «{an:32}»",
    "Authorization: Basic «{b64:24}»",
    '"Authorization": "token «{hex:40}»"',
  ],
  "bearer-token": ["sent Bearer «{an:40}» to it"],
  cookie: ["Cookie: sid=«{an:26}»; theme=dark", "Set-Cookie: session=«{url:32}»; Path=/; HttpOnly"],
  password: [
    "password=«{an:7}!{digit:3}»",
    '"password": "«{lower:6}{digit:2}»"',
    "DB_PASSWORD: «{an:14}9»",
    "--password «{an:10}7#»",
    "<password>«{an:9}4»</password>",
    "Server=db;User Id=sa;Password=«{an:10}5»;Encrypt=true",
  ],
  secret: ['client_secret = "«{an:30}1»"', '"clientSecret":"«{hex:40}»"', "SECRET_KEY_BASE=«{hex:64}»"],
  token: [
    "access_token=«{an:40}7»&x=1",
    '"refresh_token": "«{url:50}1»"',
    "auth-token: «{hex:32}»",
    '\\"token\\":\\"«{an:32}5»\\"',
  ],
  "api-key": ["api_key: «{hex:32}»", "X-Api-Key: «{an:32}3»", '"apiKey": "«{an:24}8»"', "ENCRYPTION_KEY='«{hex:64}»'"],
  "snmp-community": ["snmp-server community «{an:9}» RO"],
  "network-password": ["username admin privilege 15 secret 9 «{an:12}»", "enable password 7 «{HEX:18}»"],
  "shared-key": ["tacacs-server host 10.0.0.1 key 7 «{HEX:22}»", "pre-shared-key local «{an:14}»"],
};

const JWT_HEADERS = [
  '{"alg":"HS256","typ":"JWT"}',
  '{"typ":"JWT","alg":"RS256","kid":"k1"}',
  '{"alg":"RSA-OAEP","enc":"A256GCM"}',
] as const;

export const TOKEN_KINDS: readonly string[] = [...Object.keys(TEMPLATES), "jwt", "private-key"];

/** Makes one secret of a kind. */
export function makeToken(kind: string, seed: number): MadeToken {
  const random = createSeededRandom(seed);
  if (kind === "jwt") return whole(kind, jwt(random));
  if (kind === "private-key") return whole(kind, privateKey(random));
  const [first = "", ...others] = TEMPLATES[kind] ?? [];
  const text = fill(random.pick([first, ...others]), random);
  const marked = /«([^»]*)»/.exec(text);
  return marked ? { kind, secret: marked[1] ?? "", text: text.replace(/[«»]/g, "") } : whole(kind, text);
}

function whole(kind: string, secret: string): MadeToken {
  return { kind, secret, text: secret };
}

function fill(template: string, random: SeededRandom): string {
  return template.replace(/\{(\w+)(?::(\d+))?\}/g, (_place, name: string, count: string | undefined) =>
    name === "uuid" ? uuid(random) : random.text(ALPHABETS[name] ?? "", Number(count)),
  );
}

function uuid(random: SeededRandom): string {
  return [8, 4, 4, 4, 12].map((count) => random.text(ALPHABETS["hex"] ?? "", count)).join("-");
}

function jwt(random: SeededRandom): string {
  const encode = (text: string): string => Buffer.from(text).toString("base64url");
  const url = ALPHABETS["url"] ?? "";
  return `${encode(random.pick(JWT_HEADERS))}.${encode(`{"sub":"${random.text(LOWER, 12)}","iat":1700000000}`)}.${random.text(url, 43)}`;
}

/** A key block in one of the notations in which they travel: plain, indented, escaped in JSON, cut off, or as base64 of itself. */
function privateKey(random: SeededRandom): string {
  const label = random.pick([
    "RSA PRIVATE KEY",
    "PRIVATE KEY",
    "EC PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
  ]);
  const body = Array.from({ length: 4 + random.below(20) }, () => random.text(ALPHABETS["b64"] ?? "", 64));
  const dashes = "-----";
  const head = `${dashes}BEGIN ${label}${dashes}`;
  const tail = `${dashes}END ${label}${dashes}`;
  const lines = [head, ...body, `${random.text(ALPHABETS["b64"] ?? "", 30)}==`];
  return random.pick([
    () => [...lines, tail].join("\n"),
    () => [...lines, tail].join("\r\n"),
    () => [...lines, tail].join("\n    "),
    () => [...lines, tail].join("\\n"),
    () => lines.join("\n"),
    () => Buffer.from([...lines, tail].join("\n")).toString("base64"),
  ])();
}
