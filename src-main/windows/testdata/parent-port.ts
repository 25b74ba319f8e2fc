/** Gives a plain Node child the `process.parentPort` of a utility process, ports included. */
import { EventEmitter } from "node:events";

interface Wire {
  readonly port?: number;
  readonly data: unknown;
  readonly ports?: number[];
}

const parentPort = new EventEmitter();
const ports = new Map<number, EventEmitter>();

process.on("message", (message: Wire) => {
  if (message.port !== undefined) {
    ports.get(message.port)?.emit("message", { data: message.data });
    return;
  }
  parentPort.emit("message", { data: message.data, ports: (message.ports ?? []).map(createPort) });
});
process.on("disconnect", () => process.exit(0));

function createPort(id: number): EventEmitter {
  const port = Object.assign(new EventEmitter(), {
    postMessage: (data: unknown) => process.send?.({ port: id, data }),
    start: () => undefined,
  });
  ports.set(id, port);
  return port;
}

Object.defineProperty(process, "parentPort", {
  value: Object.assign(parentPort, { postMessage: (data: unknown) => process.send?.({ data }) }),
});
