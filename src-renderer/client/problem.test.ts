import { ORPCError } from "@orpc/client";
import { expect, test } from "vitest";
import { codeOf, fieldProblem, problemOf } from "./problem.ts";

test("an error of the contract keeps its code, its sentence, its hint and its fields", () => {
  const fields = [{ path: "/config/env/0/name", message: "must not be empty" }];
  const problem = problemOf(
    new ORPCError("invalid_input", { message: "Not valid.", data: { hint: "Look again.", fields } }),
  );
  expect(problem).toEqual({ code: "invalid_input", message: "Not valid.", hint: "Look again.", fields });
  expect([fieldProblem(problem, "/config/env"), fieldProblem(problem, "/config/en"), fieldProblem(null, "/")]).toEqual([
    "must not be empty",
    undefined,
    undefined,
  ]);
});

test("whatever was not written for people is not shown to them", () => {
  const stranger = new ORPCError("INTERNAL_SERVER_ERROR", { message: "at /home/dana/secret.ts:3" });
  const texts = [stranger, new Error("ENOENT /etc/passwd"), "thrown text"].map((error) =>
    JSON.stringify(problemOf(error)),
  );
  expect(texts.filter((text) => /secret|passwd|thrown/.test(text))).toEqual([]);
  expect([codeOf(stranger), codeOf("thrown text")]).toEqual(["internal", "internal"]);
});

test("data of a wrong shape is left out instead of trusted", () => {
  const problem = problemOf(
    new ORPCError("conflict", { message: "Changed.", data: { hint: 7, fields: [{ path: 1 }, null] } }),
  );
  expect(problem).toEqual({ code: "conflict", message: "Changed.", hint: undefined, fields: [] });
});
