import { isUnpronounceable } from "./random-text.ts";

const PLAIN =
  /^(?:[0-9]+[a-z]{1,4}|v?[0-9][0-9.]*(?:[a-z]{1,3}[0-9]{0,3})?|[\w-]+(?:\.[\w-]+)+|.*[(){}=<>/\\].*|[0-9a-f-]{36}|(?:sha|md)[0-9]+[:-].*|[0-9.:,-]+)$/i;

const NUMBERED = /^[a-z]+[-_.]?[0-9]{1,4}$/i;

/** One word of letters and digits as no word, number, version, name or path has them. */
export function isCoinedWord(value: string): boolean {
  if (PLAIN.test(value)) return false;
  if (NUMBERED.test(value)) return /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(value) || isUnpronounceable(value);
  if (/[0-9]/.test(value)) return /[A-Za-z]/.test(value);
  return /[a-z]/.test(value) && /[A-Z]/.test(value.slice(1)) && isUnpronounceable(value);
}
