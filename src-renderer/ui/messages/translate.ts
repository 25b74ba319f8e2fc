import { IntlMessageFormat } from "intl-messageformat";

/** Plain values a message may carry. Markup never travels through a message. */
export type MessageValues = Readonly<Record<string, string | number | Date>>;

/** Messages by key, in ICU MessageFormat. */
export type Catalogue = Readonly<Record<string, string>>;

export type Translate<C extends Catalogue> = (key: keyof C & string, values?: MessageValues) => string;

/**
 * Gives the `t` of one catalogue. Messages are parsed on first use and kept.
 *
 * A message whose values are missing throws: a half sentence on an approval card is worse than a visible error.
 */
export function createTranslate<const C extends Catalogue>(catalogue: C, locale = "en"): Translate<C> {
  const parsed = new Map<string, IntlMessageFormat | string>();
  return (key, values = {}) => {
    const source = catalogue[key];
    if (source === undefined) throw new Error(`internal: no message ${JSON.stringify(key)}`);
    let message = parsed.get(key);
    if (message === undefined) {
      message = parse(source, locale);
      parsed.set(key, message);
    }
    return typeof message === "string" ? message : String(message.format({ ...values }));
  };
}

/** What has no values to fill in, which most have not, is the text that it will always be. */
function parse(source: string, locale: string): IntlMessageFormat | string {
  const message = new IntlMessageFormat(source, locale, undefined, { ignoreTag: true });
  const ast = message.getAst();
  return ast.length === 1 && Number(ast[0]?.type) === LITERAL ? String(message.format()) : message;
}

const LITERAL = 0; // TYPE.literal of ICU MessageFormat's syntax tree.
