import { expect, test } from "vitest";
import { fieldWords } from "./field-words.ts";

test("a field is called by its option, else by its name in words, and never by a pointer", () => {
  const said = ["/config/scopes/0", "/config/server/tokenUrl", "/clientMetadataUrl", "/config/args/1", "/name", ""];
  expect(said.map(fieldWords)).toEqual(["--scope", "--token-url", "client metadata url", "args 2", "name", ""]);
  expect(fieldWords("/config/quirks/authorizeParams/a~1b")).toBe("a/b");
});
