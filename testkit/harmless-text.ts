/** Text that looks as if it held secrets and holds none, made up from a seed. */
import { createSeededRandom, type SeededRandom } from "./seeded-random.ts";

const HEX = "0123456789abcdef";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const ALNUM = BASE64.slice(0, 62);
const WORDS =
  "access account agent answer build cache call change check client cluster commit config connection credential deploy device digest error event field file filter folder gateway header index input issue item key label limit list log member message method module name network number object order owner package page parse path policy port process query queue record region release request result role rotation route rule schema scope secret server service session signature source state status store stream string table task team test text time token tool type update user value version view window worker".split(
    " ",
  );

type Maker = (random: SeededRandom) => string;

const hex = (random: SeededRandom, count: number): string => random.text(HEX, count);
const base64 = (random: SeededRandom, count: number): string => random.text(BASE64, count);
const uuid = (random: SeededRandom): string => [8, 4, 4, 4, 12].map((count) => hex(random, count)).join("-");
const word = (random: SeededRandom): string => WORDS[random.below(WORDS.length)] ?? "word";
const words = (random: SeededRandom, count: number): string =>
  Array.from({ length: count }, () => word(random)).join(" ");
const Word = (random: SeededRandom): string => word(random).replace(/^./, (letter) => letter.toUpperCase());

/** By group, so that a miss says what was misread. */
const MAKERS: Readonly<Record<string, readonly Maker[]>> = {
  ids: [
    (random) => `"id": "${uuid(random)}"`,
    (random) => `request_id=${uuid(random)} trace=${hex(random, 32)} span=${hex(random, 16)}`,
    (random) => `commit ${hex(random, 40)}`,
    (random) => `sha256:${hex(random, 64)}`,
    (random) => `"etag": "\\"${hex(random, 32)}\\""`,
    (random) =>
      `arn:aws:secretsmanager:eu-west-1:${random.text("0123456789", 12)}:secret:prod/${word(random)}-${random.text(ALNUM, 6)}`,
    (random) => `key_id: ${random.text(ALNUM, 21)}, "kid":"${hex(random, 40)}"`,
    (random) => `"next_page_token": "${base64(random, 40)}"`,
    (random) => `"nextToken":"${base64(random, 64)}=="`,
    (random) => `idempotency_key: ${uuid(random)}`,
    (random) => `ObjectId("${hex(random, 24)}")`,
    (random) => `cache-key: node-modules-${hex(random, 64)}`,
  ],
  packages: [
    (random) => `"integrity": "sha512-${base64(random, 86)}=="`,
    (random) =>
      `"resolved": "https://registry.example.com/${word(random)}/-/${word(random)}-1.2.${random.below(90)}.tgz", "integrity": "sha1-${base64(random, 27)}="`,
    (random) => `<script src="/a.js" integrity="sha384-${base64(random, 64)}" crossorigin="anonymous"></script>`,
    (random) => `github.com/${word(random)}/${word(random)} v1.${random.below(50)}.0 h1:${base64(random, 43)}=`,
    (random) => `name = "${word(random)}"\nversion = "0.${random.below(90)}.1"\nchecksum = "${hex(random, 64)}"`,
    (random) => `image: ghcr.io/${word(random)}/${word(random)}@sha256:${hex(random, 64)}`,
  ],
  images: [
    (random) => `<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${base64(random, 600)}">`,
    (random) => `url(data:font/woff2;base64,d09GMgABAAAAA${base64(random, 800)})`,
    (random) => `{"type":"image","mimeType":"image/jpeg","data":"/9j/4AAQSkZJRgABAQ${base64(random, 900)}"}`,
  ],
  publicKeys: [
    (random) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${base64(random, 43)} ${word(random)}@host`,
    (random) =>
      `-----BEGIN CERTIFICATE-----\nMIID${base64(random, 60)}\n${base64(random, 64)}\n-----END CERTIFICATE-----`,
    (random) => `-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA${base64(random, 43)}=\n-----END PUBLIC KEY-----`,
    (random) => `"public_key": "${base64(random, 43)}=", "publicKey":"${base64(random, 44)}"`,
    (random) => `known_hosts |1|${base64(random, 27)}=|${base64(random, 27)}= ssh-rsa`,
    (random) => `age1${random.text("qpzry9x8gf2tvdw0s3jn54khce6mua7l", 58)}`,
  ],
  prose: [
    (random) => `The ${words(random, 6)} is used when the password of the ${words(random, 3)} has expired.`,
    (random) => `Your token: the ${words(random, 5)}. Keep the secret key of every ${word(random)} safe.`,
    () => `Enter your password to continue. Forgot password? A password must have 12 characters.`,
    (random) => `Authentication: use a Bearer token in the Authorization header, see ${word(random)}.`,
    (random) =>
      `## API key\n\nCreate an API key under Settings > Keys. The key: a string of ${random.below(60)} characters.`,
    (random) =>
      `max_tokens: ${random.below(9000)}, "total_tokens": ${random.below(90000)}, prompt_tokens=${random.below(4000)}`,
    (random) => `${words(random, 30)}.`,
  ],
  code: [
    (random) => `const token = await ${word(random)}Client.get${Word(random)}Token(user.id);`,
    (random) =>
      `if (password === undefined || password.length < 8) throw new ${Word(random)}Error("password too short");`,
    (random) => `function set${Word(random)}(apiKey: string, secret: string | undefined): void {`,
    (random) => `password = os.environ["${word(random).toUpperCase()}_PASSWORD"]`,
    (random) => `const secret = process.env.${word(random).toUpperCase()}_SECRET ?? "";`,
    (random) => `self.token = token\nself.api_key = api_key or get_${word(random)}_key()`,
    () => `e.token=t.accessToken,n.password=r.password,i=o.secret||a.getSecret();`,
    () => `{type:"password",name:"password",placeholder:"Password",autoComplete:"current-password"}`,
    () => `<input type="password" name="password" id="password" required>`,
    (random) => `tokens.push({ type: "keyword", token: "${word(random)}", start: ${random.below(900)} });`,
    (random) => `@Column() passwordHash: string; private readonly tokenService: ${Word(random)}TokenService`,
    () => `password: z.string().min(8), token: z.string().optional(), apiKey: z.string()`,
    (random) => `case "SECRET_${word(random).toUpperCase()}": return state.secret.${word(random)};`,
    (random) => `.token.${word(random)}{color:#${hex(random, 6)}} .key{width:${random.below(90)}px}`,
    (random) => `public static final String TOKEN_KEY = "auth.token.${word(random)}";`,
  ],
  settings: [
    (random) =>
      `API_KEY=your-api-key-here\nTOKEN=<your token>\nPASSWORD=changeme\nSECRET=\${${word(random).toUpperCase()}_SECRET}`,
    (random) =>
      `env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: ${word(random)}-credentials\n        key: password`,
    (random) =>
      `token: \${{ secrets.GITHUB_TOKEN }}\n  password: \${{ secrets.${word(random).toUpperCase()}_PASSWORD }}`,
    (random) =>
      `"secret_name": "prod/${word(random)}/${word(random)}", "token_type": "bearer", "expires_in": ${random.below(9000)}`,
    (random) => `secretName: ${word(random)}-${word(random)}-tls`,
    (random) => `password_reset_url: https://example.com/${word(random)}/reset`,
    () => `token_endpoint: https://auth.example.com/oauth/token, "auth_uri":"https://auth.example.com/auth"`,
    (random) =>
      `"password": {"type": "string", "format": "password", "description": "The ${word(random)} of the user", "minLength": 8}`,
    (random) => `primary_key: ${word(random)}_id, foreign_key: ${word(random)}_id, partition_key=${word(random)}Id`,
    (random) => `tls:\n  key: /etc/ssl/private/${word(random)}.key\n  password_file: /run/secrets/${word(random)}`,
    (random) => `curl -H "Authorization: Bearer $TOKEN" -u "$USER:$PASSWORD" https://api.example.com/${word(random)}`,
    (random) =>
      `"author": "${Word(random)} ${Word(random)}", "keywords": ["${word(random)}", "token", "secret"], "auth": true`,
    (random) =>
      `"hasToken": true, "requires_password": false, "api_key_count": ${random.below(20)}, "token": null, "secret": ""`,
  ],
  logs: [
    (random) =>
      `2026-03-0${1 + random.below(9)}T10:${10 + random.below(49)}:22.${random.below(999)}Z INFO ${word(random)} token refreshed for user ${uuid(random)} in ${random.below(900)}ms`,
    (random) =>
      `GET /api/v1/${word(random)}/${uuid(random)}?page=2&sort=name&key=name 200 ${random.below(9000)} "-" "Mozilla/5.0"`,
    (random) =>
      `[auth] password check failed for user=${word(random)} ip=10.0.${random.below(255)}.${random.below(255)} reason=invalid_password`,
    (random) =>
      `at ${Word(random)}Token.parse (/srv/app/node_modules/${word(random)}/token.js:${random.below(900)}:${random.below(80)})`,
    (random) => `key=${word(random)} hits=${random.below(9999)} ttl=300 session=closed cookie=absent`,
  ],
};

/** Harmless lines of every group, with the group's name. */
export function harmlessTexts(
  seed: number,
  count: number,
): readonly { readonly group: string; readonly text: string }[] {
  const random = createSeededRandom(seed);
  const makers = Object.entries(MAKERS).flatMap(([group, list]) => list.map((make) => ({ group, make })));
  return Array.from({ length: count }, (_, index) => {
    const maker = makers[index % makers.length];
    return { group: maker?.group ?? "", text: maker?.make(random) ?? "" };
  });
}

/** At least `length` characters of what tools answer with: JSON records, logs, pages, code and a little base64. Nearly free of secrets. */
export function mixedText(seed: number, length: number): string {
  const random = createSeededRandom(seed);
  const parts: string[] = [];
  for (let size = 0; size < length; size += parts.at(-1)?.length ?? 0) parts.push(random.pick(MIXTURE)(random));
  return parts.join("\n");
}

const record: Maker = (random) =>
  JSON.stringify({
    id: uuid(random),
    number: random.below(99999),
    title: words(random, 7),
    body: `${words(random, 40)}\n\n${words(random, 25)}. See "${word(random)}" and https://example.com/${word(random)}/${random.below(999)}.`,
    author: { login: word(random), url: `https://api.example.com/users/${word(random)}`, site_admin: false },
    labels: [word(random), word(random), word(random)],
    created_at: `2026-0${1 + random.below(9)}-11T09:30:${10 + random.below(49)}Z`,
    sha: hex(random, 40),
    score: random.below(1000) / 7,
  });

const page: Maker = (random) =>
  `<div class="${word(random)}-${word(random)}"><a href="/${word(random)}/${random.below(999)}?tab=${word(random)}&amp;sort=name">${words(random, 9)}</a><p>${words(random, 35)}</p></div>`;

const minified: Maker = (random) =>
  Array.from(
    { length: 20 },
    () =>
      `function ${word(random).slice(0, 2)}(e,t){return e.${word(random)}&&t.${word(random)}(e.${word(random)})||{${word(random)}:${random.below(99)}}}`,
  ).join("");

const logLines: Maker = (random) => Array.from({ length: 6 }, () => harmlessLog(random)).join("\n");

function harmlessLog(random: SeededRandom): string {
  return `2026-03-04T10:11:12.${100 + random.below(899)}Z ${random.pick(["INFO", "WARN", "DEBUG"])} ${word(random)}.${word(random)} ${words(random, 6)} id=${uuid(random)} took=${random.below(900)}ms`;
}

const MIXTURE: readonly [Maker, ...Maker[]] = [
  record,
  record,
  record,
  (random) => JSON.stringify(JSON.parse(record(random)), null, 2),
  page,
  minified,
  logLines,
  (random) => `${words(random, 120)}.`,
  (random) =>
    JSON.stringify({
      text: JSON.stringify({ lines: [words(random, 10), words(random, 12)], path: `C:\\${word(random)}` }),
    }),
  (random) => (random.below(4) === 0 ? `data:image/png;base64,${base64(random, 800)}` : words(random, 20)),
];
