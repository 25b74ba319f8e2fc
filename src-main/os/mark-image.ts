import { nativeImage, type NativeImage } from "electron";

/** A gate, seen from the front, in 16 by 16: `#` is drawn. Nothing has to be found on a disk for it. */
const GATE = [
  "................",
  "....########....",
  "...##########...",
  "..###......###..",
  "..##.#.##.#.##..",
  "..##.#.##.#.##..",
  "..##.#.##.#.##..",
  "..############..",
  "..############..",
  "..##.#.##.#.##..",
  "..##.#.##.#.##..",
  "..##.#.##.#.##..",
  "..##.#.##.#.##..",
  ".####.#..#.####.",
  ".####......####.",
  "................",
];
const SIZE = GATE.length;
const BYTES_PER_PIXEL = 4;

type Colour = readonly [blue: number, green: number, red: number];
const GREY: Colour = [0x80, 0x80, 0x80]; // is seen on light and dark panels
const BLACK: Colour = [0, 0, 0]; // a template image is recoloured by macOS
const ORANGE: Colour = [0x0b, 0x7a, 0xd9];

/** The mark for the tray; with a dot while something waits. Pixels, twice as many where the screen has them. */
export function trayImage(isWaiting: boolean, isTemplate: boolean): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scale of [1, 2]) {
    const side = SIZE * scale;
    const buffer = pixels(side, (x, y) => {
      const isDot = isWaiting && distance(x / scale, y / scale, 11.5, 11.5) <= 4;
      if (isDot) return isTemplate ? BLACK : ORANGE;
      const isGap = isWaiting && distance(x / scale, y / scale, 11.5, 11.5) <= 5;
      const isDrawn = !isGap && GATE[Math.floor(y / scale)]?.charAt(Math.floor(x / scale)) === "#";
      return isDrawn ? (isTemplate ? BLACK : GREY) : null;
    });
    image.addRepresentation({ scaleFactor: scale, width: side, height: side, buffer });
  }
  image.setTemplateImage(isTemplate);
  return image;
}

/** A dot for the corner of a taskbar button. */
export function dotImage(): NativeImage {
  const buffer = pixels(SIZE, (x, y) => (distance(x, y, 7.5, 7.5) <= 7 ? ORANGE : null));
  return nativeImage.createFromBitmap(buffer, { width: SIZE, height: SIZE });
}

/** BGRA, line by line. */
function pixels(side: number, colourAt: (x: number, y: number) => Colour | null): Buffer {
  const bytes = Buffer.alloc(side * side * BYTES_PER_PIXEL);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const colour = colourAt(x, y);
      if (colour !== null) bytes.set([...colour, 0xff], (y * side + x) * BYTES_PER_PIXEL);
    }
  return bytes;
}

function distance(x: number, y: number, centreX: number, centreY: number): number {
  return Math.hypot(x - centreX, y - centreY);
}
