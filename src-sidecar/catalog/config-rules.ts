import { isAbsolute } from "node:path";
import type { Binding, ConnectorConfig, ValueSource } from "../../src-contract/connector.ts";
import { CatalogError } from "./catalog-error.ts";
import { templateProblem } from "./templates.ts";

interface Problem {
  readonly path: string;
  readonly message: string;
}

const SECRET_SLOT = "{{secret}}";
const STORE_IT = "Store the value as a credential and choose that credential here.";

/**
 * Refuses what a schema cannot see: names that would smuggle something into a subprocess or a request, and secrets in plain text.
 *
 * @throws {CatalogError} `invalid_input` with every field that is wrong.
 */
export function checkConfig(config: ConnectorConfig): void {
  const problems = config.kind === "mcp-stdio" ? problemsOfCommand(config) : problemsOfAddress(config);
  const [first] = problems;
  if (!first) return;
  throw new CatalogError("invalid_input", first.message, { fields: [...problems] });
}

function problemsOfCommand(config: Extract<ConnectorConfig, { kind: "mcp-stdio" }>): readonly Problem[] {
  const problems: Problem[] = [];
  if (config.command.trim() === "") problems.push({ path: "/config/command", message: "A command is needed." });
  for (const [path, text] of wordsOf(config))
    if (text.includes("\0")) problems.push({ path, message: "It must not contain a NUL character." });
  if (config.cwd !== undefined && !isAbsolute(config.cwd))
    problems.push({ path: "/config/cwd", message: "The folder must be a whole path, from the root on." });
  return [
    ...problems,
    ...config.env.flatMap((binding, index) => problemsOfBinding(binding, `/config/env/${index}`, VARIABLE)),
  ];
}

function wordsOf(config: Extract<ConnectorConfig, { kind: "mcp-stdio" }>): readonly (readonly [string, string])[] {
  const args = config.args.map((arg, index) => [`/config/args/${index}`, arg] as const);
  return [["/config/command", config.command], ["/config/cwd", config.cwd ?? ""], ...args];
}

function problemsOfAddress(config: Extract<ConnectorConfig, { kind: "mcp-http" }>): readonly Problem[] {
  const url = new URL(config.url);
  const problems: Problem[] = [];
  if (url.username !== "" || url.password !== "")
    problems.push({ path: "/config/url", message: `An address must not carry a user name or password. ${STORE_IT}` });
  if (url.hash !== "")
    problems.push({ path: "/config/url", message: "An address must not carry a # part: it would not be sent." });
  return [
    ...problems,
    ...config.headers.flatMap((binding, index) => problemsOfBinding(binding, `/config/headers/${index}`, HEADER)),
  ];
}

/** What the two kinds of binding allow. */
interface BindingRules {
  readonly nameProblem: (name: string) => string | null;
  readonly isValue: (value: string) => boolean;
  readonly valueMessage: string;
  readonly isAlwaysSecret: (name: string) => boolean;
}

function problemsOfBinding({ name, source }: Binding, path: string, rules: BindingRules): readonly Problem[] {
  const problems: Problem[] = [];
  const nameProblem = rules.nameProblem(name);
  if (nameProblem !== null) problems.push({ path: `${path}/name`, message: nameProblem });
  const [field, text] = writtenText(source);
  if (!rules.isValue(text)) problems.push({ path: `${path}/source/${field}`, message: rules.valueMessage });
  if (source.kind === "static" && source.value !== "" && rules.isAlwaysSecret(name))
    problems.push({ path: `${path}/source/value`, message: `${name} holds a secret. ${STORE_IT}` });
  const templateWrong = problemOfTemplate(source);
  if (templateWrong !== null) problems.push({ path: `${path}/source/template`, message: templateWrong });
  return problems;
}

function problemOfTemplate(source: ValueSource): string | null {
  switch (source.kind) {
    case "static":
      return null;
    case "oauth":
      return source.template === undefined ? null : templateProblem(source.template, "account");
    case "org_secret":
    case "team_secret":
    case "user_secret":
      return templateProblem(source.template ?? SECRET_SLOT);
  }
}

function writtenText(source: ValueSource): readonly ["value" | "template", string] {
  return source.kind === "static" ? ["value", source.value] : ["template", source.template ?? SECRET_SLOT];
}

/** Variables that make a loader, a shell or an interpreter run or load something before the command itself. */
const LOADING_VARIABLE =
  /^(LD_.*|DYLD_.*|BASH_FUNC_.*|NODE_OPTIONS|NODE_REPL_EXTERNAL_MODULE|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|IFS|PYTHONSTARTUP|PYTHONHOME|PERL5OPT|PERL5LIB|PERL5DB|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|GCONV_PATH|ELECTRON_RUN_AS_NODE)$/;

const VARIABLE: BindingRules = {
  nameProblem: (name) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      return "A variable's name has letters, digits and underscores and does not begin with a digit.";
    const upper = name.toUpperCase(); // Windows does not tell cases apart.
    if (LOADING_VARIABLE.test(upper))
      return `${name} would make other code run before the command. Put what is needed into the command or its arguments.`;
    return upper.startsWith("GATEHOUSE_") ? `${name} is reserved for Gatehouse itself.` : null;
  },
  isValue: (value) => !value.includes("\0"),
  valueMessage: "A value must not contain a NUL character.",
  isAlwaysSecret: () => false,
};

/** Headers that belong to the connection or to the protocol. */
const PROTOCOL_HEADERS: ReadonlySet<string> = new Set([
  "accept",
  "connection",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "last-event-id",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
const SECRET_HEADERS: ReadonlySet<string> = new Set(["authorization", "cookie", "x-api-key"]);

const HEADER: BindingRules = {
  nameProblem: (name) => {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return "A header's name has letters, digits and dashes."; // RFC 9110 §5.6.2
    const lower = name.toLowerCase();
    const isProtocol = PROTOCOL_HEADERS.has(lower) || lower.startsWith("mcp-");
    return isProtocol ? `${name} is set by the connection itself.` : null;
  },
  isValue: (value) => /^[\t\x20-\x7e]*$/.test(value),
  valueMessage: "A header's value has printable ASCII characters only.",
  isAlwaysSecret: (name) => SECRET_HEADERS.has(name.toLowerCase()),
};
