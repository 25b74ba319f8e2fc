import { expect, test } from "vitest";
import { emptyFresh, freshValues, missingFields, secretKey, type Fresh } from "./fresh.ts";

const basic: Fresh = { authType: "basic", plain: { username: " dana " } };

test("the organization's value is needed whole", () => {
  const none = new Set<string>();
  expect([
    missingFields(emptyFresh, "org_secret", "r", none),
    missingFields(basic, "org_secret", "r", none),
    missingFields(basic, "org_secret", "r", new Set([secretKey("r", "password")])),
    missingFields(basic, "org_secret", "r", new Set([secretKey("other", "password")])),
  ]).toEqual([["secret"], ["password"], [], ["password"]]);
});

test("one's own value may come later, but not in parts", () => {
  const none = new Set<string>();
  expect([
    missingFields(emptyFresh, "user_secret", "r", none),
    missingFields(basic, "user_secret", "r", none),
    missingFields(basic, "team_secret", "r", none),
  ]).toEqual([[], ["password"], []]);
});

test("what is sealed is what was typed, and a team's is nothing yet", () => {
  const read = (field: string): string => (field === "password" ? " pass " : "");
  expect([
    freshValues(basic, "org_secret", read),
    freshValues(basic, "team_secret", read),
    freshValues(emptyFresh, "user_secret", read),
  ]).toEqual([{ username: "dana", password: " pass " }, {}, {}]);
});
