import { expect, test } from "vitest";
import { hostOf, seenAddress } from "./addresses.ts";

test("nothing but a plain web address is opened", () => {
  const refused = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ms-msdt:/id",
    "data:text/html,x",
    "https://$(calc)@as.example/authorize",
    "https://user:word@as.example/",
    "not an address",
    "",
  ];
  expect(refused.map((text) => seenAddress(text).kind)).toEqual(refused.map(() => "unsafe"));
});

test("a host is shown as the parser reads it, a look-alike in its ASCII form", () => {
  const shown = [
    "https://GitHub.com/login",
    "https://gіthub.com/login",
    "http://127.1:4000/a",
    "https://a.example:8443",
  ];
  expect(shown.map((text) => seenAddress(text))).toMatchObject([
    { host: "github.com" },
    { host: "xn--gthub-n2e.com" },
    { host: "127.0.0.1:4000" },
    { host: "a.example:8443" },
  ]);
  expect([hostOf("https://as.example/x"), hostOf("nowhere")]).toEqual(["as.example", "nowhere"]);
});
