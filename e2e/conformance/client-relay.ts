import { text } from "node:stream/consumers";
import { request } from "node:http";

/**
 * The command that the suite starts as its client: it hands the server's address to whoever started the suite, where a studio is the client,
 * and ends as that went.
 */
const [url = ""] = process.argv.slice(-1);
const { CONFORMANCE_STUDIO = "", MCP_CONFORMANCE_SCENARIO = "", MCP_CONFORMANCE_CONTEXT = "{}" } = process.env;

const errand = { url, scenario: MCP_CONFORMANCE_SCENARIO, context: JSON.parse(MCP_CONFORMANCE_CONTEXT) as unknown };
const answer = await new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
  const asked = request(CONFORMANCE_STUDIO, { method: "POST" }, (response) => {
    void text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
  });
  asked.on("error", reject);
  asked.end(JSON.stringify(errand));
});
process.stderr.write(`${answer.body}\n`);
process.exitCode = answer.status === 200 ? 0 : 1;
