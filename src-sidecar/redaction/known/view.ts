/** A stretch of text with an encoding undone. Its units know which units of the layer above they came from. */
export interface View {
  readonly units: Uint16Array;
  readonly length: number;
  /** Where unit `index` starts and ends in the layer above. */
  from(index: number): number;
  to(index: number): number;
}

/** Collects a view whose places follow no rule. Made once and used again: `clear` starts the next view. */
export class ViewBuilder implements View {
  units: Uint16Array;
  length = 0;
  #from: Uint32Array;
  #to: Uint32Array;

  constructor(capacity = 1024) {
    this.units = new Uint16Array(capacity);
    this.#from = new Uint32Array(capacity);
    this.#to = new Uint32Array(capacity);
  }

  clear(): void {
    this.length = 0;
  }

  push(unit: number, from: number, to: number): void {
    if (this.length === this.units.length) this.#grow();
    this.units[this.length] = unit;
    this.#from[this.length] = from;
    this.#to[this.length] = to;
    this.length += 1;
  }

  /** Takes over what stands from `start` to `end` in the layer above. */
  copy(source: Uint16Array, start: number, end: number): void {
    while (this.length + end - start > this.units.length) this.#grow();
    const [units, from, to] = [this.units, this.#from, this.#to];
    let length = this.length;
    for (let at = start; at < end; at += 1, length += 1) {
      units[length] = source[at] ?? 0;
      from[length] = at;
      to[length] = at + 1;
    }
    this.length = length;
  }

  from(index: number): number {
    return this.#from[index] ?? 0;
  }

  to(index: number): number {
    return this.#to[index] ?? 0;
  }

  #grow(): void {
    const capacity = this.units.length * 2;
    const [units, from, to] = [this.units, this.#from, this.#to];
    this.units = new Uint16Array(capacity);
    this.#from = new Uint32Array(capacity);
    this.#to = new Uint32Array(capacity);
    this.units.set(units);
    this.#from.set(from);
    this.#to.set(to);
  }
}
