import { expect, test } from "vitest";
import { typedProblems } from "./typed-problems.ts";

test("asks for what is required and has no value yet", () => {
  expect(Object.keys(typedProblems("basic", { username: "dana" }, []))).toEqual(["password"]);
  expect(typedProblems("basic", { username: "dana" }, ["username", "password"])).toEqual({});
});

test("refuses to empty what has a value", () => {
  expect(Object.keys(typedProblems("token", { secret: "" }, ["secret"]))).toEqual(["secret"]);
});

test.each(["Token", "{{secret}} {{secret}}", "{{ secret }}"])("refuses the template %s", (template) => {
  expect(Object.keys(typedProblems("header", { template, secret: "s" }, []))).toEqual(["template"]);
});

test("takes a template that holds the secret once", () => {
  expect(typedProblems("header", { template: "Token {{secret}}", secret: "s" }, [])).toEqual({});
});
