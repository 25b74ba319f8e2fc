import type { ReactNode } from "react";
import { readableJson } from "../json/readable-json.ts";
import type { JsonValue } from "../json/json.ts";
import { Listed } from "../messages/listed.tsx";
import { Phrase } from "../messages/phrase.tsx";
import { GivenName } from "../text/given-name.tsx";
import { Verbatim } from "../text/verbatim.tsx";
import { ANY_TEXT, LEAST_NUMBER, namesOf, type Condition, type Others } from "./condition.ts";
import { t } from "./messages.ts";

export type ConditionWordsProps = { readonly conditions: readonly Condition[]; readonly others: Others };

/** Which arguments are meant, as the rest of a sentence: "path begins with /srv/ and no other argument is given". */
export function ConditionWords({ conditions, others }: ConditionWordsProps): ReactNode {
  if (conditions.length === 0) return t(others === "none" ? "all.none" : "all.any");
  return (
    <Listed
      items={[
        ...conditions.map((condition) => <ConditionPhrase key={condition.path} condition={condition} />),
        t(`others.${others}`),
      ]}
    />
  );
}

function ConditionPhrase({ condition }: { readonly condition: Condition }) {
  const { test } = condition;
  const path = <GivenName text={namesOf(condition.path).join(".")} isMono />;
  switch (test.kind) {
    case "equals":
      return (
        <Phrase parts={{ path, value: <Value value={test.value} /> }} say={(marks) => t("is.equals", { ...marks })} />
      );
    case "prefix":
      return <Phrase parts={{ path, value: <Value value={test.prefix} /> }} say={(marks) => t("is.prefix", marks)} />;
    case "glob":
      return test.glob === ANY_TEXT ? (
        <Phrase parts={{ path }} say={(marks) => t("is.anyText", marks)} />
      ) : (
        <Phrase parts={{ path, value: <Value value={test.glob} /> }} say={(marks) => t("is.glob", marks)} />
      );
    case "range":
      return <Phrase parts={{ path }} say={(marks) => rangeWords(test, marks)} />;
    case "one-of":
      return isEitherFlag(test.values) ? (
        <Phrase parts={{ path }} say={(marks) => t("is.anyFlag", marks)} />
      ) : (
        <Phrase
          parts={{
            path,
            values: (
              <Listed
                type="disjunction"
                items={test.values.map((value) => (
                  <Value key={JSON.stringify(value)} value={value} />
                ))}
              />
            ),
          }}
          say={(marks) => t("is.oneOf", marks)}
        />
      );
  }
}

function rangeWords(
  { min, max }: { readonly min: number | null; readonly max: number | null },
  { path }: { readonly path: string },
): string {
  const isOpen = min === null || min <= LEAST_NUMBER;
  if (isOpen && max === null) return t("is.anyNumber", { path });
  if (isOpen) return t("is.most", { path, max: String(max) });
  return max === null
    ? t("is.least", { path, min: String(min) })
    : t("is.range", { path, min: String(min), max: String(max) });
}

function isEitherFlag(values: readonly JsonValue[]): boolean {
  return values.length === 2 && values.includes(true) && values.includes(false);
}

const SHORT = 80;

/** A value inside a sentence: whole, folded when it is long. */
function Value({ value }: { readonly value: JsonValue }) {
  const text = typeof value === "string" ? value : readableJson(value);
  if (typeof value === "string" && text.length <= SHORT && !text.includes("\n")) {
    return (
      <q className="wrap-anywhere">
        <GivenName text={text} isMono />
      </q>
    );
  }
  if (text.length <= SHORT) return <GivenName text={text} isMono />;
  return (
    <Verbatim
      text={text}
      fold={{ maxChars: SHORT, maxLines: 2 }}
      className="my-1 rounded-sm border border-line bg-sunken px-2 py-1 font-mono text-xs text-ink"
    />
  );
}
