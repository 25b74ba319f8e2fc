/** A stretch of text with an encoding undone; each unit knows which units of the original it came from. */
export interface View {
  readonly units: Uint16Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly length: number;
}

/** Collects a view whose size is only known at the end. */
export class ViewBuilder {
  #units: Uint16Array;
  #from: Uint32Array;
  #to: Uint32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#units = new Uint16Array(capacity);
    this.#from = new Uint32Array(capacity);
    this.#to = new Uint32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(unit: number, from: number, to: number): void {
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length] = unit;
    this.#from[this.#length] = from;
    this.#to[this.#length] = to;
    this.#length += 1;
  }

  build(): View {
    return { units: this.#units, from: this.#from, to: this.#to, length: this.#length };
  }

  #grow(): void {
    const capacity = Math.max(64, this.#units.length * 2);
    const [units, from, to] = [this.#units, this.#from, this.#to];
    this.#units = new Uint16Array(capacity);
    this.#from = new Uint32Array(capacity);
    this.#to = new Uint32Array(capacity);
    this.#units.set(units);
    this.#from.set(from);
    this.#to.set(to);
  }
}
