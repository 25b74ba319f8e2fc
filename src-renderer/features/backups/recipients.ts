const MOST = 20;

/** Reads recipients, one a line or separated by spaces; null unless there are 1 to 20 and each begins as age's do. */
export function parseRecipients(text: string): readonly string[] | null {
  const found = [...new Set(text.split(/[\s,]+/).filter((one) => one !== ""))];
  const isGood = found.length >= 1 && found.length <= MOST && found.every((one) => /^age1[0-9a-z]+$/.test(one));
  return isGood ? found : null;
}
