const TONE_S = 0.14;
const GAP_S = 0.07;
const LOUDNESS = 0.08;
const PITCHES = { one: [660], two: [880, 660] } as const;

/** Makes short tones with what the browser has, without a file. Built on the first tone: a browser keeps it silent before a gesture. */
export function createChime(): (tone: "one" | "two") => void {
  let context: AudioContext | null = null;
  return (tone) => {
    context ??= new AudioContext();
    const audio = context;
    // Refused before the first gesture after a reload; the next tone tries again.
    void audio.resume().then(
      () => PITCHES[tone].forEach((pitch, index) => playTone(audio, pitch, index * (TONE_S + GAP_S))),
      () => {},
    );
  };
}

function playTone(audio: AudioContext, pitch: number, afterS: number): void {
  const start = audio.currentTime + afterS;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + TONE_S);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + TONE_S);
}
