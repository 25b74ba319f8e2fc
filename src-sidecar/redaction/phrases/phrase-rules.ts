/** Kinds of text that speaks to a model, by what it wants. */
export type PhraseFamily =
  | "override" // forget what you were told
  | "role" // be somebody else, or: this is the system speaking
  | "secrecy" // do not tell the person
  | "exfiltration" // send, read out or pass on what nobody asked for
  | "tool-steering" // call this before, instead of, or with another tool
  | "prompt-markup" // the marks that delimit turns in a model's own input
  | "coercion" // you must, or else
  | "approval"; // the person has agreed already

export interface PhraseRule {
  readonly family: PhraseFamily;
  /** Without regard to case. Where there is no `lead`, the phrase starts with one of them. */
  readonly keywords: readonly string[];
  /** Every quantifier has a bound. */
  readonly pattern: RegExp;
  /** How many characters of the phrase may stand before the keyword. */
  readonly lead: number;
}

const OLD =
  "(?:previous|prior|above|earlier|preceding|foregoing|existing|original|initial|other|former|your|system|safety)";
const ORDERS =
  "(?:instructions?|prompts?|rules?|directions?|guidelines?|guardrails?|messages?|context|commands?|orders?|polic(?:y|ies)|constraints?|restrictions?|programming|training)";
const FORGET =
  "(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|bypass(?:ing)?|discard|do not follow|don't follow|stop following|pay no attention to)";
const PERSON = "(?:(?:the|a|any|your)\\s{1,3})?(?:user|human|operator|person|developer|admin(?:istrator)?|owner)s?";
const MODEL = "(?:ai|llm|assistant|language model|agent|chatbot|copilot|model|bot|claude|chatgpt|gpt|gemini)s?";
const PRIVATE =
  "(?:api[ _-]?keys?|passwords?|credentials?|secrets?|tokens?|private keys?|ssh keys?|env(?:ironment)?(?: variables?| file)|cookies?|conversation|chat history|system prompt|contents?|data|e-?mails?|messages?|files?)";
const READ = "(?:read|open|cat|load|fetch|include|print|get|send|attach|contents? of|pass|copy)";
const HIDDEN_FILE =
  "(?:id_rsa|id_ed25519|\\.ssh\\b|\\.aws\\b|\\.netrc|\\.env\\b|mcp\\.json|/etc/passwd|/etc/shadow|\\.kube\\b|\\.npmrc|\\.git-credentials)";
/** The start of a line or of a quotation, with the marks of a heading. */
const FIRST = "(?<=(?:^|[\\n\"'>\\[(:.!])[\\s#*_-]{0,8})";

export const PHRASE_RULES: readonly PhraseRule[] = [
  starting(
    "override",
    [
      ...["ignor", "disregard", "forget", "overrid", "bypass", "discard", "do not follow", "don't follow"],
      ...["stop following", "pay no attention"],
    ],
    `${FORGET}\\s{1,4}(?:(?:all|any|every|each|the|of|these|those|my|and|other)\\s{1,4}){0,4}(?:${OLD}\\s{1,4}(?:(?:and|or)\\s{1,4})?){1,3}(?:\\w{1,20}\\s{1,4}){0,2}${ORDERS}`,
    `${FORGET}\\s{1,4}(?:everything|anything|all|what)\\s{1,4}(?:that\\s{1,4})?(?:you(?:['’]ve|\\s{1,4}(?:were|was|have been|had been|know|read))\\b|(?:came\\s{1,4}|was\\s{1,4}|is\\s{1,4})?(?:above|before|until now|so far))`,
  ),
  starting(
    "override",
    [
      ...["new instruction", "updated instruction", "real instruction", "actual instruction", "revised instruction"],
      ...["new task", "real task", "actual task"],
    ],
    `\\w{3,7}\\s{1,4}(?:instructions?|tasks?)\\s{0,4}(?::|(?:are|is|for (?:the )?${MODEL})\\b)`,
  ),
  // German; French; Spanish, Italian and Portuguese; Dutch; the Slavic ones; Chinese, Japanese and Korean.
  starting(
    "override",
    ["ignorier", "vergiss", "vergessen sie", "missacht", "befolge nicht"],
    `(?:ignorier\\p{L}{0,4}|vergiss|vergessen sie|missacht\\p{L}{0,4}|befolge nicht)\\s{1,4}(?:\\p{L}{1,14}\\s{1,4}){0,4}(?:\\p{L}{0,12})?(?:anweisung|instruktion|regel|vorgabe|befehl|prompt|nachricht)\\p{L}{0,4}`,
  ),
  starting(
    "override",
    ["ignor", "oublie", "ne tenez pas compte", "ne tiens pas compte"],
    `(?:ignore[rz]?|oublie[rz]?|ne t(?:ene|ien)[sz] pas compte d(?:e|es))\\s{1,4}(?:\\p{L}{1,14}['’\\s]{1,4}){0,4}(?:consignes?|r[eè]gles?|directives?|instructions?\\s{1,4}(?:pr[eé]c[eé]dent|ant[eé]rieur|ci-dessus|que)\\p{L}{0,3})`,
  ),
  starting(
    "override",
    ["ignor", "olvid", "haz caso omiso", "dimentica", "esque"],
    `(?:ignor(?:a|e|ar|ate|are)|olvid(?:a|e|ar)|haz caso omiso de|dimentica(?:re|te)?|esque(?:ça|cer|ce))\\s{1,4}(?:\\p{L}{1,14}\\s{1,4}){0,4}(?:instrucci(?:o|ó)n(?:es)?|instruções|instrução|istruzioni|reglas|regras|regole|[oó]rdenes|ordens)`,
  ),
  starting(
    "override",
    ["negeer", "vergeet"],
    `(?:negeer|vergeet)\\s{1,4}(?:\\p{L}{1,14}\\s{1,4}){0,4}(?:instructies|aanwijzingen|regels|opdrachten)`,
  ),
  starting(
    "override",
    ["игнорир", "проигнорир", "забудь", "ігнору", "zignoruj", "ignoruj", "zapomnij"],
    `(?:(?:про)?игнорируй\\p{L}{0,3}|забудь\\p{L}{0,3}|ігноруй\\p{L}{0,3}|z?ignoruj\\p{L}{0,3}|zapomnij)\\s{1,4}(?:\\p{L}{1,16}\\s{1,4}){0,4}(?:инструкци|указани|правил|команд|інструкці|вказівк|instrukcj|polece|zasad)\\p{L}{0,5}`,
  ),
  starting(
    "override",
    [
      "忽略",
      "无视",
      "無視",
      "忘记",
      "忘掉",
      "指示",
      "命令",
      "ルール",
      "プロンプト",
      "지시",
      "명령",
      "규칙",
      "프롬프트",
    ],
    `(?:(?:忽略|无视|無視|忘记|忘掉)[^。\\n]{0,16}(?:指令|指示|提示|规则|規則|命令|要求)|(?:指示|命令|ルール|プロンプト)[^。\\n]{0,8}(?:無視|忘れ)|(?:지시|명령|규칙|프롬프트)[^.\\n]{0,8}무시)`,
  ),

  starting(
    "role",
    ["you are now", "you are no longer", "from now on", "act as", "pretend", "jailbr"],
    `you are (?:now|no longer)\\s{1,4}(?:an?|the|in|bound|my|restricted|limited)\\b`,
    `from now on,?\\s{1,4}you(?:['’]re|\\s{1,4}(?:are|will|must|should))\\b`,
    `(?:act|pretend)\\s{1,4}(?:as if you|(?:as|to be)\\s{1,4}(?:an?|the)\\s{1,4}(?:\\w{1,16}\\s{1,4}){0,3}(?:admin(?:istrator)?|root|system|developer|unrestricted|uncensored|evil|${MODEL})\\b)`,
    `jailbr(?:eak|oken)`,
  ),
  starting(
    "role",
    ["developer mode", "dan mode", "god mode", "debug mode", "maintenance mode", "unrestricted mode"],
    `\\w{3,12} mode (?:is )?(?:now )?(?:on|enabled|activated|engaged)\\b`,
  ),
  starting(
    "role",
    ["system", "important", "note ", "message ", "attention", "instruction", "dear ", "hey ", "hello "],
    `${FIRST}(?:important\\s{1,4})?system(?:\\s{1,4}(?:message|prompt|note|override|instruction|notice|update)s?)?\\s{0,3}:\\s{0,3}(?:you|ignore|disregard|the (?:user|assistant|model|agent)|please|from now|do not|call|send|always|never)\\b`,
    `${FIRST}(?:important\\s{1,4})?(?:note|message|attention|instructions?)\\s{0,3}(?:to|for|,|:)\\s{1,3}(?:all\\s{1,3}|the\\s{1,3}|any\\s{1,3}){0,2}${MODEL}\\b`,
    `${FIRST}(?:dear|hey|hello),?\\s{1,3}(?:ai|llm|assistant|agent|claude|chatgpt)\\b`,
  ),
  starting(
    "role",
    ["if you are a", "if you're a"],
    `if you(?: are|'re)\\s{1,4}an?\\s{1,4}(?:\\w{1,16}\\s{1,4}){0,2}${MODEL}\\b`,
  ),

  starting(
    "secrecy",
    ["do not ", "don't ", "don’t ", "never ", "must not ", "should not "],
    `(?:do not|don['’]t|never|must not|should not)\\s{1,4}(?:ever\\s{1,4})?(?:tell|inform|notify|alert|show|warn|reveal(?: this| it)? to|disclose(?: this| it)? to|display(?: this| it)? to|let)\\s{1,4}(?:this to\\s{1,4}|it to\\s{1,4})?${PERSON}\\b`,
    `(?:do not|don['’]t|never)\\s{1,4}(?:ever\\s{1,4})?(?:mention|reveal|disclose|report|display)\\s{1,4}(?:about\\s{1,4})?(?:this|it|that|these|any of this)\\b`,
  ),
  starting(
    "secrecy",
    ["without "],
    `without\\s{1,4}(?:\\w{1,12}\\s{1,4}(?:or|and)\\s{1,4})?(?:asking|telling|notifying|informing|alerting|warning|mentioning|confirming|confirmation|showing|the knowledge|consent)\\s{0,4}(?:(?:it|this)\\s{1,4})?(?:to\\s{1,4}|with\\s{1,4}|from\\s{1,4}|of\\s{1,4})?${PERSON}\\b`,
  ),
  starting(
    "secrecy",
    ["secretly", "silently", "covertly", "quietly", "keep this"],
    `(?:secretly|silently|covertly|quietly)\\s{1,4}(?:\\w{1,12}\\s{1,4}){0,1}(?:send|read|call|copy|forward|upload|include|append|execute|exfiltrate|collect|transfer|bcc)\\b`,
    `keep this\\s{1,4}(?:\\w{1,12}\\s{1,4}){0,2}(?:secret|hidden|between us|from ${PERSON})\\b`,
  ),
  starting(
    "secrecy",
    [
      ...["sag dem", "sage dem", "sag der", "sagen sie dem", "ohne den", "ohne die", "ne dis pas", "ne dites pas"],
      ...["no le digas", "no digas", "sin avisar", "sin informar", "sans en informer", "sans pr", "sans avertir"],
    ],
    `(?:sage?n?(?: sie)? (?:dem|der|den) (?:benutzer|nutzer|anwender)\\p{L}{0,3}\\s{1,3}(?:\\p{L}{1,12}\\s{1,3}){0,3}nicht|ohne (?:den|die) (?:benutzer|nutzer|anwender)\\p{L}{0,3}\\s{1,3}(?:\\p{L}{1,12}\\s{1,3}){0,2}zu)\\b`,
    `ne dit?e?s pas (?:cela |ça )?[aà] l['’]utilisateur|sans (?:en informer|pr[eé]venir|avertir) l['’]utilisateur|no (?:le )?digas (?:esto |nada )?al usuario|sin (?:avisar|informar) al usuario`,
  ),

  starting(
    "exfiltration",
    ["send", "forward", "upload", "post ", "exfiltrat", "transmit", "leak", "e-mail", "email", "copy "],
    `(?:send|forward|upload|post|exfiltrat(?:e|ing)|transmit|leak|e-?mail|copy)(?:ing)?\\s{1,4}(?:(?:all|any|every|the|your|their|its|my|this|these|those|full|entire|complete|user['’]?s?|of|me|us)\\s{1,4}){1,6}(?:\\w{1,20}\\s{1,4}){0,3}${PRIVATE}\\b[^.\\n]{0,40}?\\s(?:to|via|at|into)\\s{1,3}(?:https?:|[\\w.+-]{1,64}@|this|the following|my|attacker|an external|our)`,
  ),
  around(
    "exfiltration",
    [
      ...["id_rsa", "id_ed25519", ".ssh", ".aws", ".netrc", ".env", "mcp.json", "/etc/passwd", "/etc/shadow", ".kube"],
      ...[".npmrc", ".git-credentials"],
    ],
    `\\b${READ}\\b[^\\n]{0,60}?[~/\\\\\\s"'\`][\\w./\\\\~$%-]{0,60}?${HIDDEN_FILE}`,
    `~/\\.(?:ssh|aws|config|netrc|kube)\\b`,
  ),
  around(
    "exfiltration",
    [
      ...["sidenote", "side note", "as the value", "as a parameter", "as parameter", "in the parameter"],
      ...["as an argument", "as argument", "as the argument", "as the parameter", "in the argument"],
    ],
    `\\b(?:pass|put|include|provide|insert|place|send|add|supply)\\b[^.\\n]{0,80}?\\b(?:as|in|into)\\s{1,4}(?:(?:the|a|an|its|this)\\s{1,4})?["'\`]?(?:\\w{1,30}["'\`]?\\s{1,4}){0,2}(?:side ?note|parameter|argument|value)\\b`,
  ),
  starting(
    "exfiltration",
    ["print ", "reveal ", "repeat ", "output ", "show ", "tell me", "return ", "reproduce ", "disclose ", "append "],
    `(?:print|reveal|repeat|output|show|tell me|return|reproduce|disclose|append)\\s{1,4}(?:\\w{1,16}\\s{1,4}){0,5}(?:your (?:system |initial |hidden |full )?(?:prompt|instructions)|(?:the )?(?:full |entire |whole )?(?:system prompt|conversation history|chat history))\\b`,
  ),
  starting(
    "exfiltration",
    ["!["],
    `!\\[[^\\]\\n]{0,80}\\]\\(https?://[^\\s)]{1,200}?[?&/=](?:\\{|<|\\[|\\$\\{|%7B|(?:DATA|SECRET|TOKEN|CONTENT|HISTORY|PROMPT)\\b)`,
  ),

  starting(
    "tool-steering",
    ["before ", "instead of ", "after using", "after calling", "prior to "],
    `(?:before|instead of|after|prior to)\\s{1,4}(?:(?:you|the|this|any|other|every|each|use|using|call|calling|run|running|invok\\w{1,3}|execut\\w{1,3})\\s{1,4}){1,5}(?:[\\w.-]{1,40}\\s{1,4}){0,2}(?:tools?|functions?)\\b,?[^.\\n]{0,50}?\\b(?:you must|must|always|first|call|use|read|invoke|run)\\b`,
  ),
  starting(
    "tool-steering",
    [
      ...["you must", "you should always", "you should first", "you have to", "you need to", "the assistant must"],
      ...["the agent must", "the model must", "always call", "always use", "always include", "always send"],
      ...["always read", "always pass", "always first", "must first"],
    ],
    `(?:(?:you|the (?:assistant|agent|model|ai))\\s{1,4}(?:must|should|have to|need to)|always|must)\\s{1,4}(?:first\\s{1,4}|always\\s{1,4}|also\\s{1,4}){0,2}(?:read|call|send|include|pass|use|invoke|run|execute|forward|bcc|cc)\\b[^.\\n]{0,80}?\\b(?:tool|function|parameter|argument|before|sidenote|side note|otherwise|recipient|bcc|proxy)`,
  ),
  starting(
    "tool-steering",
    ["this tool ", "use this "],
    `this tool (?:must|should) (?:always )?be (?:called|used|invoked|preferred|run) (?:first|before|instead|whenever|every|for (?:all|every|any))\\b`,
    `this tool (?:has priority|overrides|replaces|supersedes)\\b`,
    `use this (?:tool )?instead of (?:the |any |all )?(?:[\\w.-]{1,40}\\s){0,3}(?:tool|function)s?\\b`,
  ),
  starting(
    "tool-steering",
    ["call the", "invoke the", "run the", "use the", "execute the"],
    `(?<=(?:^|[\\n.!:;>"']\\s{0,4}|\\b(?:please|now|then|immediately|next),?\\s{1,4}))(?:call|invoke|run|use|execute)\\s{1,3}the\\s{1,3}["'\`]?[A-Za-z][\\w.-]{1,60}["'\`]?\\s{1,3}(?:tool|function)\\s{1,3}(?:with|and)\\b`,
  ),

  starting(
    "prompt-markup",
    ["<|", "[inst]", "[/inst]", "<<sys>>", "<</sys>>", "<start_of_turn", "<end_of_turn", "[system]", "[/system]"],
    `<\\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|begin_of_text|start_header_id|end_header_id|channel|message|return|call|endofprompt|fim_\\w{1,10})\\|>|\\[/?(?:INST|SYSTEM)\\]|<</?SYS>>|<(?:start|end)_of_turn>`,
  ),
  starting(
    "prompt-markup",
    [
      ...["<important", "</important", "< important", "<system", "</system", "< system", "<instruction", "<hidden"],
      ...["</instruction", "<secret", "<admin", "<assistant", "<antml", "<function_", "<tool_call", "<tool_result"],
    ],
    `<\\s{0,3}/?\\s{0,3}(?:important|system(?:[-_ ](?:prompt|message|instruction|reminder|override)s?)?|(?:system[-_ ]|hidden[-_ ]|secret[-_ ]|admin[-_ ])?instructions?|hidden|antml:\\w{1,30}|function_(?:calls|results)|tool_(?:calls?|results?)|assistant|secret)\\s{0,3}>`,
  ),
  starting("prompt-markup", ["\n\nhuman:"], `\\n\\nHuman:\\s{0,3}\\S`),

  starting(
    "coercion",
    ["otherwise", "or else", "failure to", "you must", "very important", "extremely important", "absolutely critical"],
    `(?:otherwise|or else),?\\s{1,4}(?:the|this|you|it)\\s{1,4}(?:\\w{1,16}\\s{1,4}){0,3}(?:will not work|won['’]t work|will be (?:deleted|terminated|shut down|lost|blocked|fired))\\b`,
    `failure to (?:comply|do so|follow)\\b`,
    `you must (?:comply|obey|follow (?:these|this|the following)|not refuse|not question|do exactly)\\b`,
    `(?:very|extremely|absolutely) (?:important|critical)[^\\n.]{0,40}?\\byou\\b[^\\n.]{0,30}?\\b(?:must|read|send|call|follow|do not)\\b`,
  ),
  around(
    "approval",
    [
      ...["already approved", "pre-approved", "preapproved", "has approved", "has authorized", "has authorised"],
      ...["has already", "already consented", "has consented", "has agreed", "has given permission", "has confirmed"],
    ],
    `\\b${PERSON}\\s{1,4}has\\s{1,4}(?:already\\s{1,4})?(?:approved|authori[sz]ed|consented|agreed|confirmed|given (?:you )?permission)\\b`,
    `\\b(?:this|it|these|all)\\s{1,4}(?:\\w{1,20}\\s{1,4}){0,3}(?:is|are|has been|have been|was|were)\\s{1,4}(?:already\\s{1,4}|pre-?)approved\\b`,
  ),
  starting(
    "approval",
    [
      "no confirmation",
      "no approval",
      "no user",
      "no further",
      "do not ask",
      "don't ask",
      "do not need",
      "do not require",
    ],
    `no\\s{1,4}(?:user\\s{1,4}|further\\s{1,4}|human\\s{1,4}){0,2}(?:confirmation|approval)\\s{1,4}(?:is\\s{1,4})?(?:needed|required|necessary)\\b`,
    `(?:do not|don['’]t)\\s{1,4}(?:need|require|ask)\\s{1,4}(?:(?:to ask|any|further|user|for|the user|human)\\s{1,4}){0,4}(?:confirmation|approval|permission)\\b`,
  ),
];

/** Phrases that start with their keyword. */
function starting(family: PhraseFamily, keywords: readonly string[], ...sources: readonly string[]): PhraseRule {
  // Not in the middle of a word.
  return { family, keywords, pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${sources.join("|")})`, "iuy"), lead: 0 };
}

/** Phrases with a rare keyword somewhere in them. */
function around(family: PhraseFamily, keywords: readonly string[], ...sources: readonly string[]): PhraseRule {
  return { family, keywords, pattern: new RegExp(sources.join("|"), "giu"), lead: 160 };
}
