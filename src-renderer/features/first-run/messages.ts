import { createTranslate } from "../../ui/messages/translate.ts";

const en = {
  "welcome.title": "Welcome to Gatehouse",
  "welcome.text":
    "Agents act on your systems through this studio. Every call is classified, stopped for a person when it must be, and written to a log that can be proven.",
  "welcome.picture":
    "Agents on the left, the gate in the middle, your systems on the right; one call waits at the gate.",
  "welcome.agents": "Agents",
  "welcome.gate": "The gate",
  "welcome.systems": "Your systems",
  steps: "Step {step} of {total}",
  "org.title": "Create your organization",
  "org.text": "It keeps its connectors, keys and secrets apart from every other one, encrypted on this machine.",
  "org.name": "Organization",
  "org.nameHint": "A company, a team, or just yourself.",
  "org.memberName": "Your name",
  "org.memberHint": "Stands beside your decisions in the log. You become the first admin.",
  "org.passphrase": "Passphrase",
  "org.passphraseHint": "Opens the vault. Nobody can reset it; a few unrelated words make a good one.",
  "org.confirm": "The same passphrase again",
  "org.create": "Create the organization",
  "org.creating": "Deriving the vault's key takes a moment.",
  "strength.label": "Strength",
  "strength.empty": "At least 8 characters.",
  "strength.short": "Too short: at least 8 characters.",
  "strength.weak": "Weak: easy to guess. Add words or length.",
  "strength.fair": "Fair: would hold for a while. Longer is better.",
  "strength.good": "Good.",
  "problem.nameEmpty": "Give it a name.",
  "problem.memberEmpty": "Say who you are.",
  "problem.passphraseShort": "At least 8 characters.",
  "problem.confirmDiffers": "The two passphrases differ.",
  "recovery.title": "Keep your recovery key",
  "recovery.text":
    "It opens the vault when the passphrase is lost. It is shown this once and kept nowhere: store it in a password manager or print it.",
  "recovery.key": "Recovery key",
  "recovery.stored": "I have stored it",
  "recovery.group": "Type its last four characters",
  "recovery.groupHint": "To be sure that what you stored is the whole key.",
  "recovery.groupWrong": "Those are not its last four characters.",
  "recovery.continue": "Continue",
  "samples.title": "Something to try",
  "samples.text":
    "Three small MCP servers from the protocol's own authors. They are started with npx, which fetches them from npm the first time. What they do passes the gate like everything else.",
  "samples.folder": "Folder",
  "samples.folderHint": "Full path. The server can read and write inside it, and nowhere else.",
  "samples.folderNeeded": "Name an existing folder by its full path.",
  "samples.add": "{count, plural, =0 {Choose a server} one {Add # server} other {Add # servers}}",
  "samples.skip": "Skip",
  "samples.none": "Choose at least one, or skip.",
  "done.title": "The gate is open for work",
  "done.withSamples":
    "{count, plural, one {# server is being asked} other {# servers are being asked}} for its tools. All of them are Unknown until you classify them, so each call will ask you first.",
  "done.without": "There is no connector yet. Add one, then give an agent a key.",
  "done.connectors": "Look at the connectors",
  "done.addConnector": "Add a connector",
  "done.agent": "Connect an agent",
  "done.agentHint": "Claude Code, Codex, Gemini CLI, Cursor, VS Code, or anything that speaks MCP.",
  "done.connectorsHint": "See the tools, switch them on or off, and try one yourself.",
} as const;

/** Says a message of the first run. */
export const t = createTranslate(en);
