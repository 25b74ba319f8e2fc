import { Server } from "node:net";

/*
 * Loaded before a peer that would listen on all interfaces: whatever it asks for, it gets 127.0.0.1.
 */
const listen = Server.prototype.listen;
Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  const [first, ...rest] = args;
  if (typeof first === "number" || typeof first === "string")
    return Reflect.apply(listen, this, [
      { port: Number(first), host: "127.0.0.1" },
      ...rest.filter((one) => typeof one === "function"),
    ]) as Server; // What `listen` returns.
  if (typeof first === "object" && first !== null && "port" in first)
    return Reflect.apply(listen, this, [{ ...first, host: "127.0.0.1" }, ...rest]) as Server; // What `listen` returns.
  return Reflect.apply(listen, this, args) as Server; // What `listen` returns.
};
