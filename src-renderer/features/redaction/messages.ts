import { createTranslate } from "../../ui/messages/translate.ts";

const en = {
  intro:
    "Secrets are always taken out of what agents get: every value of the vault, in every form that can be caught, and everything that looks like a token or a key. Nothing here switches that off.",
  readOnly: "Only admins change these.",
  saved: "Redaction was changed",

  "personal.title": "Personal data",
  "personal.text": "Taken out of results as well, for the whole organization.",
  "personal.email": "Email addresses",
  "personal.email.text": "ada@example.org",
  "personal.phone": "Phone numbers",
  "personal.phone.text": "With a country or area code",
  "personal.card": "Payment cards",
  "personal.card.text": "Numbers whose check digit is right",
  "personal.iban": "Bank accounts (IBAN)",
  "personal.iban.text": "Numbers whose check digits are right",
  "personal.national-id": "National ids",
  "personal.national-id.text": "Numbers that a state gives to a person",

  "own.title": "Own patterns",
  "own.text": "What only your organization calls a secret: customer numbers, internal names, ticket links.",
  "own.label": "Own patterns",
  "own.none": "None yet.",
  "own.add": "Add a pattern",
  "own.edit": "Change {name}",
  "own.remove": "Remove {name}",
  "own.case": "case counts",
  "own.name": "Name",
  "own.nameHint": "Lower-case letters, digits and dashes. Stands in its place as own-{name}.",
  "own.pattern": "Pattern",
  "own.patternHint":
    "A JavaScript regular expression. A group named “secret” is what is taken out; without one it is the whole match.",
  "own.isCaseSensitive": "Upper and lower case count",
  "own.checking": "Checking that it is fast on every text",
  "own.ok": "It can be used: it takes no more than linear time.",
  "own.example": "A text that shows it",
  "own.save": "Save",
  "own.cancel": "Cancel",
  "own.form": "Pattern",
  "own.problem.name": "2 to 39 lower-case letters, digits and dashes, a letter first.",
  "own.problem.twice": "There is a pattern of that name already.",
  "own.problem.short": "At least 3 characters.",

  "try.title": "Try a text",
  "try.text": "With every rule, the vault's values included. It is kept nowhere.",
  "try.input": "Text",
  "try.hint": "Paste a log, a file, an answer of a server.",
  "try.result": "What an agent would get",
  "try.found": "What was found",
  "try.nothing": "Nothing would be taken out.",
  "try.counts": "{count, plural, one {# passage} other {# passages}} in {took} ms",
  "try.stripped":
    "{count, plural, one {# invisible character or terminal escape} other {# invisible characters or terminal escapes}} would be taken out as well.",
  "try.phrases":
    "{count, plural, one {A phrase reads} other {# phrases read}} like orders to a model: {phrases}. That is a label, no protection.",
  "try.cut": "Only the beginning is drawn here; the numbers hold for the whole text.",
  "try.busy": "Checking",

  "counts.title": "Taken out in the last 30 days",
  "counts.none": "Nothing was taken out.",
  "counts.kind": "Kind",
  "counts.count": "How often",
  "counts.last": "Last",

  "rules.title": "What is looked for",
  "rules.text": "{count, plural, one {# kind} other {# kinds}}.",
  "group.vault": "Values of the vault",
  "group.vendor": "Tokens and keys of vendors",
  "group.structure": "Shapes: keys, headers, connection strings",
  "group.network": "Network gear",
  "group.personal": "Personal data",
  "group.own": "Own patterns",
} as const;

/** Says a message of the redaction page. */
export const t = createTranslate(en);
