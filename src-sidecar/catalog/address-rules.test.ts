import type { ConnectorConfig } from "../../src-contract/connector.ts";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { checkAddress } from "./address-rules.ts";

const at = (url: string): ConnectorConfig => ({ kind: "mcp-http", url, headers: [] });

test.each([
  ["http://127.0.0.1:3000/mcp", "127.0.0.1:3000"],
  ["https://nas/mcp", "nas:443"],
  ["https://192.168.0.7/mcp", "192.168.0.7:443"],
])("%s is saved once an admin allowed its host", (url, host) => {
  proves("net:inside");
  expect(() => checkAddress(at(url), [])).toThrow(
    expect.objectContaining({ code: "host_not_allowed", data: expect.objectContaining({ host }) }),
  );
  expect(() => checkAddress(at(url), [host])).not.toThrow();
});

test.each(["https://169.254.169.254/", "http://mcp.example.org/", "https://[::ffff:10.0.0.1]/"])(
  "%s is never saved as it is",
  (url) =>
    expect(() => checkAddress(at(url), ["169.254.169.254"])).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        data: { fields: [expect.objectContaining({ path: "/config/url" })] },
      }),
    ),
);

test("a public address and a command are nobody's business here", () => {
  checkAddress(at("https://mcp.example.org/mcp"), []);
  checkAddress({ kind: "mcp-stdio", command: "server", args: ["http://127.0.0.1/"], env: [] }, []);
});
