import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { makeToken } from "../../testkit/tokens.ts";
import { createKnownValues, createRedactor, type Redactor } from "./index.ts";

const KEY = new Uint8Array(32).fill(4);
const VALUE = "Vn3+pQ8/zR5=kW1-tY7_";

function redactorKnowing(values: Readonly<Record<string, string>>): Redactor {
  const knownValues = createKnownValues(KEY);
  for (const [ref, value] of Object.entries(values)) knownValues.learn(ref, Buffer.from(value));
  return createRedactor({ knownValues, sessionKey: KEY });
}

test("puts the name of the credential in the place of its value", () => {
  proves("redact:vault-values");
  const redactor = redactorKnowing({ "github main": VALUE });
  const { value, findings } = redactor.redactText(`the key is ${VALUE}, twice: ${encodeURIComponent(VALUE)}`);
  expect(value).toBe("the key is [REDACTED:vault:github_main], twice: [REDACTED:vault:github_main]");
  expect(findings).toEqual([
    { kind: "vault-value", placeholder: "[REDACTED:vault:github_main]", path: "", length: VALUE.length },
    {
      kind: "vault-value",
      placeholder: "[REDACTED:vault:github_main]",
      path: "",
      length: encodeURIComponent(VALUE).length,
    },
  ]);
});

test("redacts leaves, member names, named values and JSON in JSON, and tells where", () => {
  const redactor = redactorKnowing({ db: VALUE });
  const { secret } = makeToken("github-token", 8);
  const input = {
    content: [{ type: "text", text: `see ${secret}` }],
    structuredContent: { password: "hunter2", nested: { pin: 482913, [`a ${VALUE}`]: true }, ok: [1, "fine"] },
    raw: JSON.stringify({ client_secret: "k39dkf02kd93kfl2", inner: JSON.stringify({ token: VALUE }) }),
    blob: Buffer.from(`user=app\npassword=x9!kQ2mmA\n`).toString("base64"),
  };
  const { value, findings } = redactor.redactJson(input);
  expect(value).toEqual({
    content: [{ type: "text", text: "see [REDACTED:github-token#1]" }],
    structuredContent: {
      password: "[REDACTED:password#1]",
      nested: { pin: "[REDACTED:password#2]", "a [REDACTED:vault:db]": true },
      ok: [1, "fine"],
    },
    raw: '{"client_secret":"[REDACTED:secret#1]","inner":"{\\"token\\":\\"[REDACTED:vault:db]\\"}"}',
    blob: expect.stringContaining("[REDACTED:password#3]"),
  });
  expect(findings.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    "github-token /content/0/text",
    "password /structuredContent/password",
    "password /structuredContent/nested/pin",
    "vault-value /structuredContent/nested",
    "secret /raw",
    "vault-value /raw",
    "password /blob",
  ]);
});

test("finds a value in a list of bytes, and leaves other lists of numbers as they are", () => {
  proves("redact:vault-values");
  const redactor = redactorKnowing({ db: VALUE });
  const bytes = [...Buffer.from(`x${VALUE}y`)];
  const input = {
    structuredContent: { data: { type: "Buffer", data: bytes }, rows: [[1, 2, 3, 4, 5, 6, 7, 8, 9], [0.5]] },
  };
  const { value, findings } = redactor.redactJson(input);
  expect(JSON.stringify(value)).toBe(
    '{"structuredContent":{"data":{"type":"Buffer","data":["120,[REDACTED:vault:db],121"]},"rows":[[1,2,3,4,5,6,7,8,9],[0.5]]}}',
  );
  expect(findings.map(({ kind, path }) => [kind, path])).toEqual([["vault-value", "/structuredContent/data/data"]]);
});

test("gives back the same object when nothing was found", () => {
  const input = { id: 7, list: ["one", { two: "three" }], __proto__: null };
  expect(redactorKnowing({ db: VALUE }).redactJson(input).value).toBe(input);
});

test("keeps a member named __proto__ a member", () => {
  const input = JSON.parse(`{"__proto__": {"password": "hunter2"}, "a": 1}`);
  const { value } = redactorKnowing({}).redactJson(input);
  expect(JSON.stringify(value)).toBe('{"__proto__":{"password":"[REDACTED:password#1]"},"a":1}');
});

test("loses no member when two names become the same placeholder", () => {
  const input = { [VALUE]: 1, [Buffer.from(VALUE).toString("hex")]: 2 };
  const { value } = redactorKnowing({ db: VALUE }).redactJson(input);
  expect(value).toEqual({ "[REDACTED:vault:db]": 1, "[REDACTED:vault:db]~2": 2 });
});

test("scanning arguments reports what would be redacted and tells a vault value apart", () => {
  const redactor = redactorKnowing({ db: VALUE });
  const findings = redactor.scan({ url: `https://example.com/?q=${encodeURIComponent(VALUE)}`, note: "fine" });
  expect(findings).toEqual([
    { kind: "vault-value", placeholder: "[REDACTED:vault:db]", path: "/url", length: encodeURIComponent(VALUE).length },
  ]);
});

test("forgets what it is told to forget, and only that", () => {
  const knownValues = createKnownValues(KEY);
  const redactor = createRedactor({ knownValues, sessionKey: KEY });
  knownValues.learn("one", Buffer.from(VALUE));
  knownValues.learn("two", Buffer.from(VALUE));
  knownValues.forget("one");
  expect([redactor.redactText(VALUE).value, knownValues.size]).toEqual(["[REDACTED:vault:two]", 1]);
  knownValues.clear();
  expect([redactor.find(VALUE), knownValues.size]).toEqual([[], 0]);
});

test("knows what a name stood for before as long as the name is known", () => {
  const knownValues = createKnownValues(KEY);
  const redactor = createRedactor({ knownValues, sessionKey: KEY });
  knownValues.learn("db", Buffer.from(VALUE));
  knownValues.learn("db", Buffer.from("another-value-of-the-vault-9"));
  expect(redactor.redactText(`${VALUE} another-value-of-the-vault-9`).value).toBe(
    "[REDACTED:vault:db] [REDACTED:vault:db]",
  );
  knownValues.forget("db");
  expect([redactor.find(VALUE), redactor.find("another-value-of-the-vault-9")]).toEqual([[], []]);
});

test("finds a value of eight characters whole, in other writings too, and no part of it", () => {
  const redactor = redactorKnowing({ pin: "tR7!xw2Q" });
  const writings = [
    "tR7!xw2Q",
    "tR7%21xw2Q",
    Buffer.from("user:tR7!xw2Q").toString("base64"),
    "745237217877325 1".replace(" ", ""),
  ];
  expect(writings.map((text) => redactor.find(`a ${text} b`).map(({ kind }) => kind)).flat()).toContain("vault-value");
  expect(redactor.find("a tR7!xw2 b")).toEqual([]);
  expect(redactor.redactText("a tR7!xw2Q b").value).toBe("a [REDACTED:vault:pin] b");
});

test("does not redact what everybody knows of a value", () => {
  const redactor = redactorKnowing({
    hook: "https://hooks.example.com/services/T02ABC/B03DEF/q9w8e7r6t5y4u3i2",
    account: JSON.stringify({
      type: "service_account",
      project_id: "my-project-1",
      token_uri: "https://oauth2.example.com/token",
      key: "k9Q2w8E3r7T4y6U5",
    }),
    env: "DATABASE_URL=postgres://u:Zx81qPl0@h/db\nAPI_KEY=Kk29dkQ01mZx8",
  });
  const harmless =
    "https://hooks.example.com/docs DATABASE_URL project_id my-project-1 service_account https://oauth2.example.com/token";
  expect(redactor.find(harmless)).toEqual([]);
  expect(redactor.find("B03DEF/q9w8e7r6t5y4u3i2 k9Q2w8E3r7T4y6U5 Kk29dkQ01mZx8").map(({ label }) => label)).toEqual([
    "hook",
    "account",
    "env",
  ]);
});

test("learning the same value again is no work and keeps it known", () => {
  const knownValues = createKnownValues(KEY);
  const redactor = createRedactor({ knownValues, sessionKey: KEY });
  for (let round = 0; round < 3; round += 1) knownValues.learn("db", Buffer.from(VALUE));
  expect([redactor.find(VALUE).length, knownValues.size]).toEqual([1, 1]);
});

test("finds the recovery key of a vault, whatever stands around it", () => {
  const group = (index: number): string => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".slice(index, index + 4);
  const key = Array.from({ length: 14 }, (_, index) => group((index * 5) % 28)).join("-");
  const redactor = redactorKnowing({});
  const found = [key, key.toLowerCase(), `keep ${key}.`, `{"k":"${key}"}`].map(
    (text) => redactor.redactText(text).value,
  );
  expect(found.filter((text) => text.toUpperCase().includes(key.slice(0, 14)))).toEqual([]);
  expect(redactor.find(`${key}-0123`)).toEqual([]);
});

test("strips strings and member names of a value and counts what it removed", () => {
  const input = JSON.parse(String.raw`{"a\u200bb": ["x\u001b[31my", {"__proto__": "z\u202e"}], "fine": 1}`);
  const { value, removed } = redactorKnowing({}).stripJson(input);
  expect(JSON.stringify(value)).toBe('{"ab":["xy",{"__proto__":"z"}],"fine":1}');
  expect(removed).toBe(7);
});

test("finds secrets by their place and name in the notations of many programs", () => {
  const redactor = redactorKnowing({});
  const missed = PLACES.filter((place) => {
    const text = place.replace(/[«»]/g, "");
    const start = place.indexOf("«");
    const end = place.indexOf("»") - 1;
    return !redactor.find(text).some((found) => found.start <= start && found.end >= end);
  });
  expect(missed).toEqual([]);
});

/** The secret of each is in `«»`. */
const PLACES: readonly string[] = [
  'new NetworkCredential("app@example.com", "«vzihla88kq»");',
  '<add key="MailPassword" value="«Pr3stigio$»"/>',
  "Server=h;User Id=u;Password=«secretword»;Database=d;",
  "user = Aladdin\npassword = «open_sesame»",
  ":password       => '«4ian1234»',",
  "echo \"The password is '«Secret451»'\"",
  "password for user 'postgres' is '«adm1nn»' or change",
  "psexec \\\\10.0.94.120 -u Administrator -p «dev_adm7» CMD",
  "mysql -u root -p«Xk29dkQ0» db",
  "docker login -u me -p «xKaSjIroUK3xQ0» reg.example.com",
  "machine api.example.com login bob password «Zk1kd9w0Qq»",
  '{"name":"DB_PASSWORD","value":"«T23x1e2iBpkK»"}',
  '- name: API_TOKEN\n  value: "«cGOZI9DZEV8EmWpmndEK2f0v»"',
  '"token":{"value":"«1IxII7N3IdApGFG0oC3DZB9i»"}',
  "buildConfigField 'String' , 'API_KEY' , '\"«5f9603910b09cac15a7b481b4c75fba8»\"'",
  "define('DB_PASSWORD', '«s3cr3t!»');",
  "storePassword '«aB3dk20Lq»'",
  'facebook_client = "«5f9603910b09cac15a7b481b4c75fba8»"',
  'export GITHUB_PW="«CN6z9021Dl»"',
  "  password: «dAyMfWNT»",
  "?X-Amz-Signature=«c560d21d4eed2eab4e4e753858e5d8a02f100383f3ddc50e3e2a774dfc16dc3f»",
  "contraseña: «PJnNGlfl1»",
];
