import { expect, test } from "vitest";
import { fittingTemplate, slotsOf, usualWriting } from "./templates.ts";

test("only Authorization takes the bearer scheme, and only before a token", () => {
  const written = (name: string, authType: "token" | "basic" | "header") => fittingTemplate("headers", name, authType);
  expect([
    written("Authorization", "token"),
    written("authorization ", "token"),
    written("X-Api-Key", "token"),
    written("Authorization", "basic"),
    written("Authorization", "header"),
  ]).toEqual(["Bearer {{secret}}", "Bearer {{secret}}", "", "", ""]);
});

test("a variable takes the part of a user name and password that its name speaks of", () => {
  const written = ["JIRA_USER", "LOGIN_NAME", "JIRA_PASSWORD", "TOKEN"].map((name) =>
    fittingTemplate("env", name, "basic"),
  );
  expect(written).toEqual(["{{username}}", "{{username}}", "{{password}}", "{{password}}"]);
});

test("a header with a template of its own is written as it says", () => {
  expect([usualWriting("header"), usualWriting("basic"), usualWriting("token")]).toEqual([
    null,
    "Basic {{basic}}",
    "{{secret}}",
  ]);
});

test("each placeholder is one that the type has", () => {
  expect(slotsOf("basic")).toEqual(["{{username}}", "{{password}}", "{{basic}}"]);
});
