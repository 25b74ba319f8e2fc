/** What stands around a secret. `{}` is the value, `{n}` its name in the style that the language uses. */

export interface Context {
  readonly name: string;
  readonly text: string;
  /** How names are written there. */
  readonly style?: "snake" | "upper" | "camel" | "kebab" | "pascal";
}

function context(name: string, text: string, style?: Context["style"]): Context {
  return style === undefined ? { name, text } : { name, text, style };
}

/** For secrets that are known by their shape. */
export const TUNED_SHAPE_CONTEXTS: readonly Context[] = [
  context("bare", "{}"),
  context("line", "first line\n{}\nlast line"),
  context("sentence", "we rotated {} yesterday"),
  context("json", '{"text":"{}","n":1}'),
  context("json in json", '{"body":"{\\"v\\":\\"{}\\"}"}'),
  context("env", "SETTING={}"),
  context("log", "2026-03-04T10:11:12Z INFO sent {} to upstream"),
  context("markdown", "- use `{}` here"),
  context("html", "<td>{}</td>"),
];

export const WIDE_SHAPE_CONTEXTS: readonly Context[] = [
  context("bare", "{}"),
  context("end of line", "copied from the console: {}\n"),
  context("yaml list", "items:\n  - {}\n  - other"),
  context("xml", "<value>{}</value>"),
  context("csv", "7,jo,{},2026-01-01"),
  context("escaped newline", "out:\\n{}\\nok"),
  context("brackets", "[{}]"),
  context("argument", 'connect("{}")'),
  context("shell", "./run.sh --with {} --verbose"),
  context("query", "https://api.example.com/x?v={}&y=1"),
  context("diff", "-  old\n+  {}\n"),
  context("full stop", "It was {}."),
];

/** For values that are known by their name. */
export const TUNED_NAMED_CONTEXTS: readonly Context[] = [
  context("env", "{n}={}", "upper"),
  context("export", 'export {n}="{}"', "upper"),
  context("yaml", "{n}: {}", "snake"),
  context("json", '{"{n}": "{}"}', "camel"),
  context("toml", '{n} = "{}"', "snake"),
  context("javascript", "const {n} = '{}';", "camel"),
  context("header", "X-{n}: {}", "kebab"),
  context("flag", "run --{n} {} --quiet", "kebab"),
  context("flag with sign", "run --{n}={}", "kebab"),
  context("python annotated", '{n}: str = "{}"', "snake"),
  context("python keyword", 'Client(region="eu", {n}="{}")', "snake"),
  context("go struct", '\t{n}: "{}",', "pascal"),
  context("go typed", 'var {n} string = "{}"', "camel"),
  context("java setter", 'cfg.set{n}("{}");', "pascal"),
  context("scala", 'val {n}: String = "{}"', "camel"),
  context("csharp constant", 'internal const string {n} = @"{}";', "pascal"),
  context("php variable", "${n} = '{}';", "snake"),
  context("perl", "my ${n} = '{}';", "snake"),
  context("elixir", 'config :app, {n}: "{}"', "snake"),
  context("ruby symbol", ":{n} => '{}'", "snake"),
  context("objective c", 'NSString *{n} = @"{}";', "camel"),
  context("c macro", '#define {n} "{}"', "upper"),
  context("c array", 'char {n}[] = "{}";', "snake"),
  context("dockerfile argument", "ARG {n}={}", "upper"),
  context("csh", "setenv {n} {}", "upper"),
  context("powershell variable", '${n} = "{}"', "pascal"),
  context("batch", 'SET "{n}={}"', "upper"),
  context("xml pair", '<entry key="{n}">{}</entry>', "kebab"),
  context("android", '<string name="{n}">{}</string>', "snake"),
  context("properties", "{n}={}", "kebab"),
  context("json pair", '{"name": "{n}", "value": "{}"}', "upper"),
  context("environment default", 'os.getenv("{n}", "{}")', "upper"),
  context("javascript default", "process.env.{n} || '{}'", "upper"),
  context("form body", "a=1&{n}={}", "snake"),
  context("markdown row", "| {n} | {} |", "snake"),
  context("groovy", "{n} '{}'", "camel"),
  context("lisp", '(setq {n} "{}")', "kebab"),
  context("matlab", "{n} = '{}'", "snake"),
  context("nix", '{n} = "{}";', "camel"),
  context("jenkins", "environment { {n} = '{}' }", "upper"),
  context("dart", "final String {n} = '{}';", "camel"),
  context("typescript optional", "{n}?: string = '{}'", "camel"),
  context("vue", '{n}: "{}",', "camel"),
  context("ini colon", "{n}:{}", "snake"),
  context("multi line", '{n}:\n  "{}"', "snake"),
];

export const WIDE_NAMED_CONTEXTS: readonly Context[] = [
  context("ini", "[main]\n{n} = {}\n", "snake"),
  context("json nested", '{"a":{"b":[{"{n}":"{}"}]}}', "snake"),
  context("json escaped", '"payload": "{\\"{n}\\": \\"{}\\"}"', "camel"),
  context("python dict", "{'{n}': '{}', 'x': 1}", "snake"),
  context("ruby hash", ':{n} => "{}",', "snake"),
  context("php define", "define('{n}', '{}');", "upper"),
  context("php array", "'{n}' => env('X', '{}'),", "snake"),
  context("go", '{n} := "{}"', "camel"),
  context("rust", 'const {n}: &str = "{}";', "upper"),
  context("java", 'private static final String {n} = "{}";', "upper"),
  context("csharp", 'public string {n} { get; set; } = "{}";', "pascal"),
  context("kotlin", 'val {n} = "{}"', "camel"),
  context("swift", 'let {n}: String = "{}"', "camel"),
  context("typescript", 'private readonly {n}: string = "{}";', "camel"),
  context("terraform", '{n} = "{}"', "snake"),
  context("docker env", "ENV {n} {}", "upper"),
  context("compose", "      - {n}={}", "upper"),
  context("k8s env", '- name: {n}\n  value: "{}"', "upper"),
  context("properties", "app.{n}={}", "kebab"),
  context("xml element", "<{n}>{}</{n}>", "camel"),
  context("xml attribute", '<add key="{n}" value="{}" />', "pascal"),
  context("url", "https://h.example.com/p?{n}={}&z=1", "snake"),
  context("log", "level=info msg=start {n}={} took=3ms", "snake"),
  context("powershell", "$env:{n} = '{}'", "upper"),
  context("fish", "set -gx {n} {}", "upper"),
  context("windows", "set {n}={}", "upper"),
  context("gradle", '{n}("{}")', "camel"),
  context("plist", "<key>{n}</key>\n<string>{}</string>", "camel"),
  context("sql", "UPDATE settings SET {n} = '{}' WHERE id = 1;", "snake"),
  context("hcl map", '{ name = "{n}", value = "{}" }', "upper"),
  context("setter", 'config.set("{n}", "{}")', "snake"),
  context("lua", '["{n}"] = "{}",', "snake"),
  context("equals spaces", "{n}   =   {}", "snake"),
];
