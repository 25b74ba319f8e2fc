import { expect, test } from "vitest";
import { typedProblems } from "./typed-problems.ts";

test("asks for what is required and has no value yet", () => {
  expect(Object.keys(typedProblems("basic", { username: "dana" }, []))).toEqual(["password"]);
  expect(typedProblems("basic", { username: "dana" }, ["username", "password"])).toEqual({});
});

test("refuses to empty what is required, and lets what is optional be emptied", () => {
  expect(Object.keys(typedProblems("token", { secret: "" }, ["secret"]))).toEqual(["secret"]);
  const kept = ["tokenUrl", "clientId", "clientSecret", "scopes"];
  expect(typedProblems("oauth2_client_credentials", { scopes: "" }, kept)).toEqual({});
});

test.each(["Token", "{{secret}} {{secret}}", "{{ secret }}"])("refuses the template %s", (template) => {
  expect(Object.keys(typedProblems("header", { template, secret: "s" }, []))).toEqual(["template"]);
});

test("takes a template that holds the secret once", () => {
  expect(typedProblems("header", { template: "Token {{secret}}", secret: "s" }, [])).toEqual({});
});

test.each([
  ["https://idp.example/token", true],
  ["http://127.0.0.1:8080/token", true],
  ["http://localhost/token", true],
  ["http://[::1]:1/token", true],
  ["http://idp.example/token", false],
  ["http://127.0.0.1.example/token", false],
  ["file:///token", false],
  ["token", false],
])("an address of a token endpoint: %s", (tokenUrl, isGood) => {
  const found = typedProblems("oauth2_client_credentials", { tokenUrl, clientId: "c", clientSecret: "s" }, []);
  expect(Object.keys(found)).toEqual(isGood ? [] : ["tokenUrl"]);
});
