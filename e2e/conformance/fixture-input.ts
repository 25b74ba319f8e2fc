import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  inputRequired,
  inputResponse,
  type CallToolResult,
  type InputRequiredResult,
  type InputRequiredSpec,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";

/** What the rounds of a call carry from one to the next. */
export interface RoundState {
  readonly step: number;
  readonly name?: string;
}

/** Signs the state of a call. One key for the life of the process: every round comes back to it. */
export type RoundCodec = ReturnType<typeof createRequestStateCodec<RoundState>>;

type Answer = CallToolResult | InputRequiredResult;
type Requests = NonNullable<InputRequiredSpec["inputRequests"]>;

const text = (value: string): CallToolResult => ({ content: [{ type: "text", text: value }] });
const capabilities = z.looseObject({ sampling: z.unknown(), elicitation: z.unknown() }).partial();
const nameSchema = z.object({ name: z.string() });
const elicitName = (message: string) => inputRequired.elicit({ message, requestedSchema: nameSchema });
const ask = (prompt: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: { type: "text", text: prompt } }], maxTokens });

/** What the client's model said, or undefined where it was not asked. */
function sampled({ mcpReq }: ServerContext, key: string): string | undefined {
  const view = inputResponse(mcpReq.inputResponses, key);
  if (view.kind !== "sampling") return undefined;
  const { content } = view.result;
  const [block] = Array.isArray(content) ? content : [content];
  return block?.type === "text" ? block.text : "(no text)";
}

/** Registers the tools that ask the client for something before they answer. */
export function registerInputTools(server: McpServer, codec: RoundCodec): void {
  registerAskingTools(server);
  registerElicitations(server);
  registerRounds(server, codec);
}

function registerAskingTools(server: McpServer): void {
  const tool = (name: string, run: (context: ServerContext) => Answer | Promise<Answer>): void =>
    void server.registerTool(name, { description: `Asks the client first (${name}).` }, run);

  tool("test_input_required_result_elicitation", ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, "user_name", nameSchema);
    if (given) return text(`Hello, ${given.name}!`);
    return inputRequired({ inputRequests: { user_name: elicitName("What is your name?") } });
  });
  tool("test_input_required_result_sampling", (context) => {
    const answer = sampled(context, "capital_question");
    if (answer !== undefined) return text(answer);
    return inputRequired({ inputRequests: { capital_question: ask("What is the capital of France?", 100) } });
  });
  tool("test_input_required_result_list_roots", ({ mcpReq }) => {
    const view = inputResponse(mcpReq.inputResponses, "client_roots");
    if (view.kind === "roots") return text(`Roots: ${view.roots.map(({ uri }) => uri).join(", ")}`);
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  tool("test_missing_capability", (context) => {
    const answer = sampled(context, "answer");
    return answer === undefined ? inputRequired({ inputRequests: { answer: ask("Anything?", 10) } }) : text(answer);
  });
  tool("test_streaming_elicitation", ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, "user_name", nameSchema);
    return given
      ? text(`Hello, ${given.name}!`)
      : inputRequired({ inputRequests: { user_name: elicitName("Your name?") } });
  });
  tool("test_input_required_result_capabilities", (context) => {
    if (Object.keys(context.mcpReq.inputResponses ?? {}).length > 0) return text("Thank you.");
    const envelope: Readonly<Record<string, unknown>> = context.mcpReq.envelope ?? {};
    const can = capabilities.parse(envelope[CLIENT_CAPABILITIES_META_KEY] ?? {});
    const requests: Requests = {};
    if (can.sampling) requests["greeting"] = ask("Generate a greeting", 50);
    if (can.elicitation) requests["user_name"] = elicitName("What is your name?");
    return Object.keys(requests).length === 0
      ? text("Nothing to ask you.")
      : inputRequired({ inputRequests: requests });
  });
}

/** The tools of the handshake era, in which the server asks by requests of its own. */
function registerElicitations(server: McpServer): void {
  const prompt = z.object({ prompt: z.string() });
  server.registerTool(
    "test_sampling",
    { description: "Asks the client's model.", inputSchema: prompt },
    (input, context) => {
      const answer = sampled(context, "answer");
      if (answer !== undefined) return text(`LLM response: ${answer}`);
      return inputRequired({ inputRequests: { answer: ask(input.prompt, 100) } });
    },
  );
  const message = z.object({ message: z.string() });
  server.registerTool("test_elicitation", { description: "Asks the user.", inputSchema: message }, (input, context) =>
    elicitOnce(context, "User response", input.message, ELICIT_USER),
  );
  server.registerTool("test_elicitation_sep1034_defaults", { description: "Asks with default values." }, (context) =>
    elicitOnce(context, "Elicitation completed", "Check these defaults.", ELICIT_DEFAULTS),
  );
  server.registerTool("test_elicitation_sep1330_enums", { description: "Asks with every kind of choice." }, (context) =>
    elicitOnce(context, "Elicitation completed", "Choose.", ELICIT_ENUMS),
  );
}

type ElicitSchema = Parameters<typeof inputRequired.elicit>[0]["requestedSchema"];

function elicitOnce({ mcpReq }: ServerContext, label: string, message: string, requestedSchema: ElicitSchema): Answer {
  const view = inputResponse(mcpReq.inputResponses, "answer");
  if (view.kind !== "elicit") {
    return inputRequired({ inputRequests: { answer: inputRequired.elicit({ message, requestedSchema }) } });
  }
  return text(`${label}: action=${view.action}, content=${JSON.stringify(view.content ?? {})}`);
}

function registerRounds(server: McpServer, codec: RoundCodec): void {
  const tool = (name: string, run: (context: ServerContext) => Answer | Promise<Answer>): void =>
    void server.registerTool(name, { description: `Keeps its state with the client (${name}).` }, run);
  const confirm = (message: string): Requests => ({
    confirm: inputRequired.elicit({ message, requestedSchema: z.object({ ok: z.boolean() }) }),
  });
  const next = async (inputRequests: Requests, state: RoundState): Promise<Answer> =>
    inputRequired({ inputRequests, requestState: await codec.mint(state) });

  for (const name of ["test_input_required_result_request_state", "test_input_required_result_tampered_state"]) {
    tool(name, ({ mcpReq }) => {
      const isConfirmed =
        mcpReq.requestState<RoundState>()?.step === 1 && mcpReq.inputResponses?.["confirm"] !== undefined;
      return isConfirmed ? text("state-ok") : next(confirm("Please confirm"), { step: 1 });
    });
  }
  tool("test_input_required_result_multiple_inputs", (context) => {
    const { inputResponses = {} } = context.mcpReq;
    const requests: Requests = {
      user_name: elicitName("What is your name?"),
      greeting: ask("Generate a greeting", 50),
      client_roots: inputRequired.listRoots(),
    };
    const isComplete = Object.keys(requests).every((key) => inputResponses[key] !== undefined);
    return isComplete ? text(`${sampled(context, "greeting")}`) : next(requests, { step: 1 });
  });
  tool("test_input_required_result_multi_round", ({ mcpReq }) => {
    const state = mcpReq.requestState<RoundState>();
    const name = acceptedContent(mcpReq.inputResponses, "step1", nameSchema)?.name ?? state?.name;
    if (name === undefined) return next({ step1: elicitName("Step 1: What is your name?") }, { step: 1 });
    const colors = z.object({ color: z.string() });
    const color = acceptedContent(mcpReq.inputResponses, "step2", colors)?.color;
    if (state?.step === 2 && color !== undefined) return text(`${name} likes ${color}.`);
    const message = "Step 2: What is your favorite color?";
    return next({ step2: inputRequired.elicit({ message, requestedSchema: colors }) }, { step: 2, name });
  });
}

const ELICIT_USER: ElicitSchema = {
  type: "object",
  properties: {
    username: { type: "string", description: "User's response" },
    email: { type: "string", description: "User's email address" },
  },
  required: ["username", "email"],
};

const ELICIT_DEFAULTS: ElicitSchema = {
  type: "object",
  properties: {
    name: { type: "string", default: "John Doe" },
    age: { type: "integer", default: 30 },
    score: { type: "number", default: 95.5 },
    status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
    verified: { type: "boolean", default: true },
  },
};

const titled = (kind: string) =>
  ["First", "Second", "Third"].map((word, i) => ({ const: `value${i + 1}`, title: `${word} ${kind}` }));

const ELICIT_ENUMS: ElicitSchema = {
  type: "object",
  properties: {
    untitledSingle: { type: "string", enum: ["option1", "option2", "option3"] },
    titledSingle: { type: "string", oneOf: titled("Option") },
    legacyEnum: {
      type: "string",
      enum: ["opt1", "opt2", "opt3"],
      enumNames: ["Option One", "Option Two", "Option Three"],
    },
    untitledMulti: { type: "array", items: { type: "string", enum: ["option1", "option2", "option3"] } },
    titledMulti: { type: "array", items: { anyOf: titled("Choice") } },
  },
};
