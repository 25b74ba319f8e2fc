const START_UNITS = 8192;
/** Up to this length a loop beats a call into the runtime. */
const SMALL = 96;
/** A buffer for longer texts is not kept for the next one. */
const MOST_KEPT = 1 << 20;

/** Copies texts into one buffer, so that all scans read the same flat units. */
export function createUnitLoader(): (text: string) => Uint16Array {
  let buffer = Buffer.alloc(2 * START_UNITS);
  let units = new Uint16Array(buffer.buffer, buffer.byteOffset, START_UNITS);
  return (text) => {
    if (text.length > units.length || (units.length > MOST_KEPT && text.length <= MOST_KEPT)) {
      const room = text.length > MOST_KEPT ? text.length : Math.max(START_UNITS, text.length * 2);
      buffer = Buffer.alloc(room * 2);
      units = new Uint16Array(buffer.buffer, buffer.byteOffset, room);
    }
    if (text.length > SMALL) buffer.write(text, "utf16le");
    else for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
    return units;
  };
}
