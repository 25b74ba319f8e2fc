import { describe, expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { reachOf } from "./http-reach.ts";

const ALLOWED = ["127.0.0.1:8080", "[::1]", "nas", "api.internal", "192.168.1.1", "169.254.169.254"];

test.each([
  "http://169.254.169.254/",
  "https://169.254.169.254/",
  "https://[::ffff:169.254.169.254]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::127.0.0.1]/",
  "http://0xa9fea9fe/",
  "https://0/",
  "https://[fe80::1]/",
  "http://8.8.8.8/",
  "http://public.test.example/",
  "https://name:word@host.test/",
  "https://name@host.test/",
  "ftp://host.test/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "host.test",
  "",
])("refuses %s, whatever an admin allowed", (url) => {
  proves("net:inside");
  expect(() => reachOf(url, ALLOWED)).toThrow(expect.objectContaining({ code: "url_refused" }));
});

test.each([
  ["https://127.0.0.1/", "127.0.0.1:443"],
  ["http://127.0.0.1:8081/", "127.0.0.1:8081"],
  ["http://2130706433/", "127.0.0.1:80"],
  ["https://①②⑦.⓪.⓪.①/", "127.0.0.1:443"],
  ["https://10.1.2.3/", "10.1.2.3:443"],
  ["https://100.64.0.1/", "100.64.0.1:443"],
  ["https://[fd00::1]:9/", "[fd00::1]:9"],
  ["https://localhost./", "localhost:443"],
  ["http://localhost:3000/", "localhost:3000"],
  ["https://a.localhost/", "a.localhost:443"],
  ["https://intranet/", "intranet:443"],
  ["https://printer.local/", "printer.local:443"],
  ["https://Metadata.Google.INTERNAL./", "metadata.google.internal:443"],
  ["https://box.home.arpa/", "box.home.arpa:443"],
])("%s is for an admin to allow", (url, host) => {
  proves("net:inside");
  expect(() => reachOf(url, ALLOWED)).toThrow(expect.objectContaining({ code: "host_not_allowed", host }));
});

describe("lets pass as far as can be told", () => {
  test.each(["https://8.8.8.8/", "https://host.test/", "https://[2606:4700::1111]/", "https://[64:ff9b::808:808]/"])(
    "%s",
    (url) => expect(reachOf(url, [])).toMatchObject({ isNamed: false }),
  );

  test.each([
    "http://127.0.0.1:8080/",
    "https://127.0.0.1:8080/",
    "http://[::1]:1/",
    "http://nas/",
    "http://NAS.:5000/",
    "https://api.internal/",
    "http://192.168.1.1/",
  ])("%s, because an admin allowed it", (url) => expect(reachOf(url, ALLOWED)).toMatchObject({ isNamed: true }));
});
