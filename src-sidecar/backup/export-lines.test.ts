import { expect, test } from "vitest";
import { isExported, readExport, writeExport, type OutgoingRecord } from "./export-lines.ts";

const ABOUT = { orgId: "01890000-0000-7000-8000-0000000000f0", orgName: "Acme", at: 5 };
const RECORD: OutgoingRecord = {
  name: "GitHub",
  scope: "org_secret",
  authType: "token",
  remindAfterDays: null,
  owner: null,
  fields: Buffer.from('{"secret":"s3cret"}'),
};

const written = (records: readonly OutgoingRecord[] = [RECORD, { ...RECORD, name: "GitLab" }]) =>
  writeExport(ABOUT, records, ({ orgId, records: count }) => `signed ${orgId} ${count}`);

test("an export is lines of JSON, the first of them about the others", () => {
  const lines = Buffer.from(written()).toString("utf8").split("\n");
  expect(lines.map((line) => (line === "" ? null : (JSON.parse(line) as unknown)))).toEqual([
    {
      gatehouse: "export/1",
      ...ABOUT,
      records: 2,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      signature: `signed ${ABOUT.orgId} 2`,
    },
    { ...RECORD, fields: { secret: "s3cret" } },
    { ...RECORD, name: "GitLab", fields: { secret: "s3cret" } },
    null,
  ]);
  expect(readExport(written()).records.map(({ name, fields }) => [name, fields])).toEqual([
    ["GitHub", { secret: "s3cret" }],
    ["GitLab", { secret: "s3cret" }],
  ]);
  expect(readExport(written([])).records).toEqual([]);
});

test("an export that was changed or cut is refused", () => {
  const whole = Buffer.from(written());
  for (let at = 0; at < whole.length; at += 1) {
    const isSigned = at > whole.indexOf('"signature"') && at < whole.indexOf("\n");
    const isAbout = at < whole.indexOf('"sha256"'); // What it says of its origin is the admin's signature's to prove.
    if (isSigned || isAbout) continue;
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => readExport(changed)).toThrow(expect.objectContaining({ code: "export_damaged" }));
  }
  for (let length = 0; length < whole.length; length += 1)
    expect(() => readExport(whole.subarray(0, length))).toThrow();
});

test("tokens that were obtained with a credential are no part of an export", () => {
  const fields = ["template", "secret", "accessToken", "refreshToken", "refresh_token"];
  expect(fields.filter((name) => isExported("header", name))).toEqual(["template", "secret"]);
});
