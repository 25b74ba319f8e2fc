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
  const parsed = new Map<string, IntlMessageFormat>();
  return (key, values = {}) => {
    const source = catalogue[key];
    if (source === undefined) throw new Error(`internal: no message ${JSON.stringify(key)}`);
    let message = parsed.get(key);
    if (message === undefined) {
      message = new IntlMessageFormat(source, locale, undefined, { ignoreTag: true });
      parsed.set(key, message);
    }
    return String(message.format({ ...values }));
  };
}
