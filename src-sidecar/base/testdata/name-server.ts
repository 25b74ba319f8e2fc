import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import ipaddr from "ipaddr.js";

const A = 1;
const AAAA = 28;
const HEADER_BYTES = 12;

/** Answers questions for names over UDP on port 53, the n-th of each kind with the n-th answer; nothing may be kept. */
export async function startNameServer(names: Readonly<Record<string, readonly (readonly string[])[]>>): Promise<Socket> {
  const asked = new Map<string, number>();
  const server = createSocket("udp4");
  server.on("message", (question, { port, address }) => {
    const { name, type, end } = parseQuestion(question);
    const turns = names[name] ?? [];
    const turn = asked.get(`${name} ${type}`) ?? 0;
    asked.set(`${name} ${type}`, turn + 1);
    const all = turns[Math.min(turn, turns.length - 1)] ?? [];
    const wanted = all.filter((one) => (type === AAAA ? one.includes(":") : type === A && !one.includes(":")));
    server.send(answerTo(question.subarray(0, end), turns.length > 0, wanted.map(recordOf)), port, address);
  });
  server.bind(53, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function parseQuestion(question: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: question.readUInt16BE(at + 1), end: at + 5 };
}

function recordOf(address: string): Buffer {
  const bytes = Buffer.from(ipaddr.parse(address).toByteArray());
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 | HEADER_BYTES, 0); // The name of the question.
  head.writeUInt16BE(bytes.byteLength === 4 ? A : AAAA, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(bytes.byteLength, 10);
  return Buffer.concat([head, bytes]);
}

function answerTo(question: Buffer, isKnown: boolean, records: readonly Buffer[]): Buffer {
  const answer = Buffer.concat([question, ...records]);
  answer.writeUInt16BE(isKnown ? 0x8580 : 0x8583, 2); // An answer with authority, else that there is no such name.
  answer.writeUInt16BE(records.length, 6);
  answer.writeUInt32BE(0, 8);
  return answer;
}
