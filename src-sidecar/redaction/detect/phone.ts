const INTERNATIONAL =
  /(?<![0-9A-Za-z.-])\+[1-9][0-9]{0,2}[ ./-]?(?:\(0\)[ ./-]?)?(?:\([0-9]{1,4}\)[ ./-]?)?[0-9]{1,5}(?:[ ./-]?[0-9]{1,5}){1,6}(?![0-9A-Za-z])/y;

/** National writings that nothing else has: North America with an exchange, France, the United Kingdom's area codes. */
const NATIONAL =
  /(?:1[ .-])?\([2-9][0-9]{2}\)[ .-]?[2-9][0-9]{2}[ .-][0-9]{4}(?![0-9A-Za-z-])|(?:1[ .-])?[2-9][0-9]{2}([ .-])[2-9][0-9]{2}\1[0-9]{4}(?![0-9A-Za-z-])|0[1-9](?:([ .-])[0-9]{2})(?:\2[0-9]{2}){3}(?![0-9A-Za-z]|[ .-][0-9])|0(?:20 [0-9]{4} [0-9]{4}|1[0-9]{2,3} [0-9]{3} [0-9]{3,4}|1[0-9]{3} [0-9]{5,6}|7[0-9]{3} [0-9]{3} ?[0-9]{3})(?![0-9A-Za-z]|[ .-][0-9])|\(0[0-9]{1,4}\) ?[0-9]{3,4}[ -]?[0-9]{3,5}(?![0-9A-Za-z])/y;

/** Any writing, behind a word for telephones. */
const ANY = /(?:\([0-9]{1,5}\)[ ./-]?)?[0-9]{1,5}(?:[ ./-]{1,2}[0-9]{1,8}){0,6}(?![0-9A-Za-z])/y;
const NAMED =
  /(?:phone|tele?fono?|t[ée]l(?:[ée]phone)?|telefon|mobile?|m[óo]vil|celular|cell|handy|fax|call|whats ?app|sms|dial|hotline|ring|contact|電話|电话|手机|telefoon|puhelin|telefone)(?:[ _-]?(?:number|num|no\.?|nr\.?|#))?["'`]?(?: (?:is|me|us|on|at|to)){0,2}[\s:=."'`>(]{1,6}$/i;

/** Where the telephone number that starts at `at` with a `+` ends. */
export function internationalEnd(text: string, at: number): number | undefined {
  INTERNATIONAL.lastIndex = at;
  if (!INTERNATIONAL.test(text)) return undefined;
  const end = INTERNATIONAL.lastIndex;
  const digits = text.slice(at, end).replace(/\D/g, "").length;
  return digits >= 8 && digits <= 15 ? end : undefined;
}

/** Whether a word stands before a number with no more than signs and blanks between. */
function hasWordBefore(text: string, at: number): boolean {
  let from = at - 1;
  while (from >= 0 && at - from <= 6 && " \t:=.\"'`>(#\n".includes(text.charAt(from))) from -= 1;
  return from >= 0 && /[^\s0-9]/.test(text.charAt(from));
}

/** Where the telephone number ends that starts at `at` with a digit or a bracket. */
export function nationalEnd(text: string, at: number): number | undefined {
  NATIONAL.lastIndex = at;
  if (NATIONAL.test(text)) return NATIONAL.lastIndex;
  if (!hasWordBefore(text, at) || !NAMED.test(text.slice(Math.max(0, at - 32), at))) return undefined;
  ANY.lastIndex = at;
  if (!ANY.test(text)) return undefined;
  const number = text.slice(at, ANY.lastIndex);
  const digits = number.replace(/\D/g, "").length;
  return digits >= 7 &&
    digits <= 13 &&
    !/^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}|^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(number)
    ? ANY.lastIndex
    : undefined;
}
